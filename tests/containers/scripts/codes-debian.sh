# image: nginx:1.27
nothing; echo $?
ps; echo $?
cd /nowhere; echo $?
echo x > /nowhere/file; echo $?
cat < /nowhere; echo $?
cat /nowhere; echo $?
head -n 1 /nowhere
[[ a == a ]]; echo $?
source /etc/os-release; echo $?
touch /tmp/plain; /tmp/plain; echo $?
bash -c 'nothing; [[ a == a* ]] && echo bash'; echo $?
curl -s localhost; echo $?
timeout 1 sleep 5; echo $?
