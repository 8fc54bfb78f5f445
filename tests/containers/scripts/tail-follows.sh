# for: 8
touch /tmp/log
(for i in 1 2 3; do sleep 2; echo "line $i" >> /tmp/log; done) &
tail -n +1 -f /tmp/log
