# image: nginx:1.27
for i in 1 2; do echo $i; done; )
