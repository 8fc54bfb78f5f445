nothing; echo $?
/bin/nothing; echo $?
touch /tmp/plain; /tmp/plain; echo $?
printf '#!/bin/sh\necho "$0 says $1"; exit 5\n' > /tmp/run.sh; chmod +x /tmp/run.sh; /tmp/run.sh hi; echo $?
sh /tmp/missing.sh; echo $?
sh -c 'exit 7'; echo $?
cd /nowhere; echo $?
echo x > /nowhere/file; echo $?
cat < /nowhere; echo $?
cat /nowhere /etc/hostname; echo $?
bash -c 'echo hi'; echo $?
[ -f /tmp/run.sh ] && [ ! -d /tmp/run.sh ] && test -x /tmp/run.sh && echo runs
[ 1 -lt 2 ] || echo never
timeout 1 sleep 5; echo $?
false | true; echo $?
exit 42
