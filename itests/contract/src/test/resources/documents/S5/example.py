import requests

# 1. Upload DICOM file
files = {'files': open('scan.dcm', 'rb')}
response = requests.post('http://localhost:8000/viewer/api/upload/', files=files)
data = response.json()
image_id = data['uploaded_files'][0]['image_id']

# 2. Analyze for anomalies
analysis = requests.post(
    f'http://localhost:8000/viewer/api/images/{image_id}/analyze/',
    json={'analysis_type': 'anomaly_detection'}
)
results = analysis.json()

# 3. Export as PNG
export = requests.post(
    'http://localhost:8000/viewer/api/export/images/',
    json={
        'image_ids': [image_id],
        'format': 'png',
        'include_metadata': True
    }
)

# Save exported file
with open('export.zip', 'wb') as f:
    f.write(export.content)
