echo to the log > /proc/1/fd/1
echo error >&2
echo both 2>&1 | cat
{ echo a; echo b; } > /tmp/x; cat /tmp/x | head -n 1
