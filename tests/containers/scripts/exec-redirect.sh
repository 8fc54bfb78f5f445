(exec > /tmp/out 2>&1; echo hidden; nothing)
cat /tmp/out
