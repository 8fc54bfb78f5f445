i=0; while [ $i -lt 500 ]; do i=$((i+1)); done; echo $i
n=3; until [ $n -eq 0 ]; do printf '%d ' $n; n=$((n-1)); done; echo
for i in $(seq 3); do for j in a b; do [ $j = b ] && continue; echo $i$j; done; done
awk 'BEGIN { print "awk" }'; echo '1 2 3' | awk '{ print $2, $3 }'
expr 4 + 5; echo $(( (1 + 2) * 3 % 5 ))
