# stop: 2
# for: 40
# The first process of a container passes SIGTERM over.
while true; do sleep 1; done
