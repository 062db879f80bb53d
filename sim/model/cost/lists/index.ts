import { registry } from '../../../part/part.ts';
import { alibaba } from './alibaba.ts';
import { baidu } from './baidu.ts';
import { bunny } from './bunny.ts';
import { cloudflare } from './cloudflare.ts';
import { cloudfront } from './cloudfront.ts';
import { ec2 } from './ec2.ts';
import { fastly } from './fastly.ts';
import { googleCloudCdn } from './google-cloud-cdn.ts';
import { own } from './own.ts';
import { qiniu } from './qiniu.ts';
import { r2 } from './r2.ts';
import { s3 } from './s3.ts';
import { tencent } from './tencent.ts';

export const priceLists = registry('price list', [
  cloudfront,
  bunny,
  fastly,
  googleCloudCdn,
  cloudflare,
  baidu,
  tencent,
  alibaba,
  s3,
  r2,
  qiniu,
  ec2,
  own,
]);
