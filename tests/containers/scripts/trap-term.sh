# stop: 7
trap 'echo stopping; exit 0' TERM
echo started
while true; do sleep 1; done
