mkdir -p /data/a/b; touch /data/a/b/c; echo x > /data/a/d
ls -R /data 2>/dev/null; ls /data/a
find /data -name 'c*'; find /data -type d
cp /data/a/d /data/e; mv /data/e /data/f; cat /data/f
rm -r /data/a; ls /data; rm /data/none; echo $?
rm -f /data/none; rmdir /data/x; echo $?
echo aGVsbG8K | base64 -d; echo hello | base64
dd if=/dev/zero of=/data/big bs=1M count=3 2>/dev/null; ls -l /data/big | awk '{ print $5 }'
basename /a/b.txt .txt; dirname /a/b.txt
ls /*.none; echo /data/*
