sleep 100 &
sleep 0.5
ps
pidof sleep
kill -0 $! && echo alive
killall sleep; sleep 1; kill -0 $! || echo gone
echo $$$$
kill -l 15
