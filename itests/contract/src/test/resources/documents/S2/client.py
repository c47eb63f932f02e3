import requests

# 마스크 그룹 생성
def create_mask_group(annotation_id, token):
    url = f"http://localhost:8080/api/annotations/{annotation_id}/mask-groups"
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json"
    }
    data = {
        "group_name": "Liver_Segmentation_v2",
        "model_name": "monai_unet",
        "version": "2.1.0",
        "modality": "CT",
        "slice_count": 120,
        "mask_type": "segmentation",
        "description": "간 세그멘테이션 결과"
    }
    
    response = requests.post(url, json=data, headers=headers)
    return response.json()

# 마스크 그룹 목록 조회
def list_mask_groups(annotation_id, token):
    url = f"http://localhost:8080/api/annotations/{annotation_id}/mask-groups"
    headers = {"Authorization": f"Bearer {token}"}
    
    response = requests.get(url, headers=headers)
    return response.json()
