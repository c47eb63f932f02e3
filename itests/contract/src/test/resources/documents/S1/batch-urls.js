const files = [
  { filename: "slice_001_liver.png", mime_type: "image/png" },
  { filename: "slice_002_liver.png", mime_type: "image/png" },
  { filename: "slice_003_liver.png", mime_type: "image/png" }
];

const uploadUrls = [];
for (const file of files) {
  const response = await fetch(`/api/annotations/${annotationId}/mask-groups/${groupId}/upload-url`, {
    method: 'POST',
    headers: {
      'Authorization': `Bearer ${token}`,
      'Content-Type': 'application/json'
    },
    body: JSON.stringify({
      mask_group_id: groupId,
      filename: file.filename,
      mime_type: file.mime_type,
      expires_in: 3600
    })
  });
  
  const uploadInfo = await response.json();
  uploadUrls.push(uploadInfo);
}
