# stop: 4
trap 'echo got it; kill $child; exit 3' TERM
sleep 3600 &
child=$!
echo child $child of $$$$
wait $child
echo not reached
