import { AlipayFormData, type AlipaySdk } from 'alipay-sdk';

export async function uploadImage(alipay: AlipaySdk, path: string): Promise<string> {
  const formData = new AlipayFormData();
  formData.addField('image_type', 'jpg');
  formData.addField('image_name', 'shop');
  formData.addFile('image_content', 'shop.jpg', path);
  const result = await alipay.exec('alipay.offline.material.image.upload', {}, { formData, validateSign: true });
  return result.imageId;
}

export async function uploadImageV3(alipay: AlipaySdk, path: string): Promise<string> {
  const form = new AlipayFormData();
  form.addFile('image_content', 'shop.jpg', path);
  const body = { image_type: 'jpg', image_name: 'shop' };
  const { data } = await alipay.curl('POST', '/v3/alipay/offline/material/image/upload', { form, body });
  return data.image_id;
}
