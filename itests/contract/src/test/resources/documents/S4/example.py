import requests
import json

# 1. Login
session = requests.Session()

# Get CSRF token first (for web forms)
login_page = session.get('http://your-domain/login/')
csrf_token = session.cookies.get('csrftoken')

login_data = {
    'username': 'your_username',
    'password': 'your_password',
    'csrfmiddlewaretoken': csrf_token
}
login_response = session.post('http://your-domain/login/', data=login_data)

if login_response.status_code == 200:
    print("Login successful")
else:
    print("Login failed")

# 2. Upload files
files = {
    'upper_scan_raw': open('upper.stl', 'rb'),
    'lower_scan_raw': open('lower.stl', 'rb'),
    'cbct': open('cbct.nii', 'rb')
}
data = {
    'name': 'Patient 001 Scan',
    'cbct_upload_type': 'file',
    'csrfmiddlewaretoken': session.cookies.get('csrftoken')
}

upload_response = session.post('http://your-domain/upload/', 
                              files=files, data=data)

if upload_response.status_code == 200:
    print("Upload successful")
else:
    print("Upload failed")

# Close files
for file_obj in files.values():
    file_obj.close()

# 3. Get file registry
files_response = session.get('http://your-domain/api/processing/files/')
if files_response.status_code == 200:
    files_data = files_response.json()
    print(f"Found {len(files_data['files'])} files")
else:
    print("Failed to get file registry")

# 4. Download a file
if files_data['files']:
    file_id = files_data['files'][0]['id']
    download_response = session.get(
        f'http://your-domain/api/processing/files/serve/{file_id}/'
    )
    
    if download_response.status_code == 200:
        # Save the downloaded file
        with open('downloaded_file', 'wb') as f:
            f.write(download_response.content)
        print("File downloaded successfully")
    else:
        print("Download failed")

# 5. Monitor processing jobs
jobs_response = session.get('http://your-domain/api/processing/jobs/')
if jobs_response.status_code == 200:
    jobs_data = jobs_response.json()
    for job in jobs_data['jobs']:
        print(f"Job {job['id']}: {job['status']}")
