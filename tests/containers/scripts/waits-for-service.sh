# for: 6
until nslookup mydb > /dev/null 2>&1; do echo waiting for mydb; sleep 2; done
