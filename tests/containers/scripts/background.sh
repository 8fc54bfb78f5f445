echo one & echo two; wait
(sleep 2; echo slow; exit 4) &
slow=$!
(sleep 1; echo quick) &
wait $slow; echo "slow ended with $?"
wait; echo $?
wait 4242; echo $?
sleep 100 & kill $!; wait $!; echo killed $?
sleep 100 & kill -9 $!; wait $!; echo killed $?
