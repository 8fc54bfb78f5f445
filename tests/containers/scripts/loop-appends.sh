# A sidecar's loop over a log of its own.
i=0
while true; do
  i=$((i+1))
  echo "$(date +%T) line $i" >> /var/log/app.log
  if [ $((i % 3)) -eq 0 ]; then wc -l < /var/log/app.log; fi
  sleep 2
done
