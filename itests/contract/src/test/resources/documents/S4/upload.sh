curl -b cookies.txt \
     -F "upper_scan_raw=@upper.stl" \
     -F "lower_scan_raw=@lower.stl" \
     -F "cbct=@cbct.nii" \
     -F "name=Patient 001 Scan" \
     -F "cbct_upload_type=file" \
     -F "csrfmiddlewaretoken=TOKEN" \
     http://your-domain/upload/
