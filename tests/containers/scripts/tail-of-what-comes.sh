# for: 8
# A sidecar that begins before what it follows is there.
(sleep 3; for i in 1 2; do echo "line $i" >> /tmp/app.log; sleep 1; done) &
tail -n0 -f /tmp/nothing
tail -fn1 /etc/hostname &
tail -n+1 -F /tmp/app.log
