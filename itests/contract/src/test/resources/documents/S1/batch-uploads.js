const uploadPromises = uploadUrls.map(async (uploadInfo, index) => {
  const file = files[index];
  const fileData = await readFile(file.filename);
  
  return fetch(uploadInfo.upload_url, {
    method: 'PUT',
    headers: {
      'Content-Type': file.mime_type,
      'x-amz-acl': 'private',
      'x-amz-meta-annotation_id': annotationId.toString(),
      'x-amz-meta-file_type': 'mask',
      'x-amz-meta-mask_group_id': groupId.toString(),
      'x-amz-meta-user_id': userId.toString(),
      'x-amz-storage-class': 'STANDARD'
    },
    body: fileData
  });
});

await Promise.all(uploadPromises);
