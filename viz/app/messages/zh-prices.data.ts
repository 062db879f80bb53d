/** What Results say of prices and carbon in English, in Chinese. */
export const PRICE_PHRASES: Readonly<Record<string, string>> = {
  'price: the month': '价格：一个月',
  'price: currency': '价格：货币',
  'price: who bills': '价格：计费方',
  'price: carbon': '价格：碳排放',
  'the scenario': '场景文件',
  'assumption; 365 · 24 / 12 = 730': '假设；365 · 24 / 12 = 730',

  // Price lists.
  'Amazon CloudFront, pay as you go: steps per GB by region, and HTTPS requests; without its free tier':
    'Amazon CloudFront 按量计费：按区域阶梯流量，另计 HTTPS 请求；不含免费额度',
  'aws.amazon.com/cloudfront/pricing, read 2026; prices of requests from memory: an assumption':
    'aws.amazon.com/cloudfront/pricing，2026 年查阅；请求价格凭记忆：假设',
  'Bunny CDN: one price per GB by region, requests for nothing':
    'Bunny CDN：按区域单一流量价，请求免费',
  'Fastly, pay as you go: two steps per GB by region, and requests':
    'Fastly 按量计费：按区域两档流量，另计请求',
  'fastly.com/pricing by api-evangelist/fastly, read 2026-09-20; regions other than North America and Europe from memory: an assumption. Without the free 100 GB and the least bill of 50 USD':
    'fastly.com/pricing（api-evangelist/fastly），2026-09-20 查阅；北美与欧洲以外区域凭记忆：假设。不含免费 100 GB 与最低账单 50 美元',
  'Google Cloud CDN: steps per GiB by region, and cache look-ups; without cache fill':
    'Google Cloud CDN：按区域阶梯流量（GiB），另计缓存查询；不含缓存填充',
  'cloud.google.com/cdn/pricing, read 2026-09-20; all but the first steps of North America and China from memory: an assumption':
    'cloud.google.com/cdn/pricing，2026-09-20 查阅；除北美与中国首档外凭记忆：假设',
  'Cloudflare CDN: bandwidth is not metered, a plan has a fee':
    'Cloudflare CDN：带宽不计量，套餐收月费',
  'cloudflare-docs: bandwidth of the CDN unmetered on plans; the fee is that of the Business plan from memory: an assumption':
    'cloudflare-docs：套餐内 CDN 带宽不计量；月费为 Business 套餐，凭记忆：假设',
  'Baidu CDN in mainland China: steps per GB, or the peak of each day':
    '百度智能云 CDN（中国内地）：阶梯流量，或按日峰值带宽',
  'cloud.baidu.com/doc/CDN, list prices read 2026; that nodes elsewhere cost the same is an assumption':
    'cloud.baidu.com/doc/CDN，刊例价，2026 年查阅；其他地区节点同价为假设',
  'Tencent CDN in mainland China: by traffic, by daily peak or by 95th percentile':
    '腾讯云 CDN（中国内地）：按流量、日峰值带宽或月 95 计费',
  'scheme: tencentyun/qcloud-documents, 计费概述 (288 samples a day; HTTPS requests billed since 2023-01-05). Its prices were not found: steps per GB are those of Baidu, the rest is an assumption':
    '方案：tencentyun/qcloud-documents 计费概述（每日 288 个采样；HTTPS 请求自 2023-01-05 起计费）。未找到其价格：阶梯流量取百度的，其余为假设',
  'Alibaba CDN in mainland China: steps per GB, and HTTPS requests; not verified':
    '阿里云 CDN（中国内地）：阶梯流量，另计 HTTPS 请求；未核实',
  'from memory, no public table was found: an assumption, check it before you rely on it':
    '凭记忆，未找到公开价目表：假设，使用前请核对',
  'Amazon S3 standard: storage, reads, and what leaves it':
    'Amazon S3 标准存储：存储、读取与流出流量',
  'aws.amazon.com/s3/pricing by api-evangelist/amazon-s3, read 2026-09-20: GET 0.0004 USD per 1000, another region 0.01 to 0.02 USD/GB; storage and internet from memory: an assumption':
    'aws.amazon.com/s3/pricing（api-evangelist/amazon-s3），2026-09-20 查阅：GET 每千次 0.0004 美元，跨区域 0.01 至 0.02 美元/GB；存储与公网流出凭记忆：假设',
  'Cloudflare R2: storage and reads, and nothing for what leaves it':
    'Cloudflare R2：存储与读取，流出免费',
  'Qiniu Kodo, object storage in mainland China: storage, and what leaves it':
    '七牛 Kodo 对象存储（中国内地）：存储与流出流量',
  'Amazon EC2: each node is an instance, and what leaves it costs per GB':
    'Amazon EC2：每个节点为一台实例，流出流量按 GB 计费',
  'c7g.large on demand and transfer to the internet, from memory: an assumption':
    'c7g.large 按需价与公网流出价，凭记忆：假设',
  'prices of your own, each charged as a billing model says': '自定义价格，逐项按计费模型计算',

  // Billing models.
  'charges each gigabyte that is sent the same': '每 GB 流出同价',
  'charges each gigabyte at the price of the step of the month in which it lies':
    '按当月所在阶梯计每 GB 价格',
  'charges requests, whatever they ask for': '按请求数计费，不论内容',
  'charges the bit rate that is left when the highest 5 % of 5-minute samples do not count':
    '去掉最高 5 % 的 5 分钟采样后，按剩余最高带宽计费',
  'burstable billing: samples of a month sorted, the top 5 % dropped, the next one billed; as Tencent and Baidu 月95; the price is an assumption':
    '月 95 计费：当月采样排序，去掉最高 5 %，按下一个计费；如腾讯与百度月 95；价格为假设',
  'charges each day for its highest 5-minute sample, all of it at the price of its band':
    '按每日最高 5 分钟采样计费，整体按所在档单价',
  'charges the same each month, whatever is used': '每月固定费用，与用量无关',
  'charges each node for the time that it is there': '按节点存在时间计费',
  'charges each gigabyte that is kept for the month': '按当月存储的 GB 计费',
  'charges a fee for an amount that is taken or not, and what goes beyond it':
    '承诺用量收固定费用，超出部分另计',

  // Carbon.
  'energy of data centre, network and device for each GB that devices get: an average':
    '设备每获得 1 GB，数据中心、网络与终端的平均能耗',
  'power of the servers that are there: idle, and more the more they work; no network':
    '在用服务器的功率：空闲功率加随利用率增长的部分；不含网络',
  'power = idle + slope · utilisation: Barroso & Hölzle, IEEE Computer 40(12), 2007; watts, PUE and the utilisation of caches are assumptions':
    '功率 = 空闲 + 斜率 · 利用率：Barroso & Hölzle, IEEE Computer 40(12), 2007；瓦数、PUE 与缓存利用率为假设',
};
