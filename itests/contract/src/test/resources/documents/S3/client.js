// 1. 시나리오별 환자 이미지 목록 조회
const getScenarioImages = async (scenarioId) => {
  const response = await axios.get(
    `/patient-images/scenarios/${scenarioId}/images`,
    {
      headers: {
        Authorization: `Bearer ${accessToken}`
      }
    }
  );
  return response.data;
};

// 2. 시나리오 대표 환자 이미지 조회
const getScenarioImage = async (scenarioId) => {
  const response = await axios.get(
    `/patient-images/scenarios/${scenarioId}/image`,
    {
      headers: {
        Authorization: `Bearer ${accessToken}`
      }
    }
  );
  return response.data;
};

// 3. 업로드 URL 생성
const generateUploadUrl = async (scenarioId, file) => {
  const response = await axios.post(
    `/patient-images/upload-url/${scenarioId}`,
    {
      filename: file.name,
      content_type: file.type,
      content_length: file.size,
      method: "PUT"
    },
    {
      headers: {
        Authorization: `Bearer ${accessToken}`
      }
    }
  );
  return response.data;
};

// 4. S3 업로드
const uploadToS3 = async (uploadUrl, file) => {
  const response = await axios.put(uploadUrl, file, {
    headers: {
      'Content-Type': file.type,
      'Content-Length': file.size
    }
  });
  return response.headers.etag;
};

// 5. 환자 이미지 업로드 전체 플로우
const uploadPatientImage = async (scenarioId, file) => {
  try {
    // 1단계: 업로드 URL 생성
    const uploadData = await generateUploadUrl(scenarioId, file);
    
    // 2단계: S3 업로드
    await uploadToS3(uploadData.upload_url, file);
    
    // 3단계: S3 URL 반환 (DB 저장 없음)
    console.log('환자 이미지 업로드 완료:', uploadData.s3_url);
    return uploadData.s3_url;
    
  } catch (error) {
    console.error('환자 이미지 업로드 실패:', error);
    throw error;
  }
};

// 6. 다운로드 URL 생성
const generateDownloadUrl = async (scenarioId, s3Key) => {
  const response = await axios.post(
    `/patient-images/download-url/${scenarioId}`,
    {
      s3_key: s3Key,
      expires_in: 3600
    },
    {
      headers: {
        Authorization: `Bearer ${accessToken}`
      }
    }
  );
  return response.data;
};

// 7. 이미지 삭제
const deletePatientImage = async (scenarioId, s3Key) => {
  const response = await axios.delete(
    `/patient-images/${scenarioId}?s3_key=${s3Key}`,
    {
      headers: {
        Authorization: `Bearer ${accessToken}`
      }
    }
  );
  return response.data;
};

// 8. 실습에서 환자 이미지 표시 예시
const displayPatientImage = async (scenarioId) => {
  try {
    // 시나리오의 대표 환자 이미지 조회
    const result = await getScenarioImage(scenarioId);
    
    if (result.image) {
      // 이미지 표시
      const imgElement = document.getElementById('patient-image');
      imgElement.src = result.image.s3_url;
      imgElement.alt = `시나리오 ${scenarioId} 환자 이미지`;
    } else {
      console.log(`시나리오 ${scenarioId}의 환자 이미지가 없습니다.`);
    }
  } catch (error) {
    console.error('환자 이미지 표시 실패:', error);
  }
};
