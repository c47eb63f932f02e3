# Get CSRF token
curl -c cookies.txt http://your-domain/login/

# Login with credentials
curl -b cookies.txt -c cookies.txt \
     -d "username=your_username&password=your_password&csrfmiddlewaretoken=TOKEN" \
     http://your-domain/login/
