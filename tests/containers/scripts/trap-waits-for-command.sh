# stop: 3
# for: 45
# A trap is sprung when the command in front is over: sleep is longer than the grace period.
trap 'echo never' TERM
sleep 3600
