echo ready > /tmp/readiness.txt
cat /tmp/readiness.txt | grep ready
sed -i 's/ready/fail/' /tmp/readiness.txt
cat /tmp/readiness.txt | grep ready || echo "not ready: $?"
