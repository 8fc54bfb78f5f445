# What is piped comes as it is printed.
(for i in 1 2 3; do echo $i; sleep 1; done) | while read n; do echo "got $n"; done
yes | head -2
seq 1 5 | sed 's/^/n/' | grep -v n3 | tr n N | sort -r | head -n 2
echo b a c | tr ' ' '\n' | sort | uniq | wc -l
printf '%s=%d\n' a 1 b 2 | cut -d= -f2 | xargs echo
echo hello | tee /tmp/copy | rev; cat /tmp/copy
