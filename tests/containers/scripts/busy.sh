# for: 5
# A shell that never waits neither stops the clock nor itself.
i=0
while true; do i=$((i+1)); [ $((i % 1000)) = 0 ] && echo $i; done
