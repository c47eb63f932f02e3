const response = await fetch(`/api/annotations/${annotationId}/mask-groups/${groupId}/complete-upload`, {
  method: 'POST',
  headers: {
    'Authorization': `Bearer ${token}`,
    'Content-Type': 'application/json'
  },
  body: JSON.stringify({
    mask_group_id: groupId,
    slice_count: files.length,
    labels: ["liver"],
    uploaded_files: uploadUrls.map(info => info.file_path)
  })
});
