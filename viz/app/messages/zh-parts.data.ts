/**
 * What Results say in English, in Chinese: assumptions, summaries of parts, sources that are sentences.
 * References to papers and standards stay as they are, so that a reader finds them.
 */
export const PHRASES: Readonly<Record<string, string>> = {
  // What holds in every run.
  'round trip inside a place': '同一地点内的往返时间',
  'IBM VPC within a zone, August 2026': 'IBM VPC 可用区内实测，2026 年 8 月',
  'transfer over a link': '链路上的传输',
  'transfers share the bandwidth equally; no slow start, no loss':
    '各传输平分带宽；无慢启动，无丢包',
  'assumption; processor sharing as a model of TCP: Massoulié & Roberts, 1999':
    '假设；以处理器共享作为 TCP 模型：Massoulié & Roberts, 1999',
  'answers over http-1.1, http-2 and http-3 have windows, queues and losses; all else shares the bandwidth equally, without':
    '经 http-1.1、http-2、http-3 的应答有窗口、队列与丢包；其余平分带宽，没有这些',
  'docs/networks.md, measured against Linux; processor sharing: Massoulié & Roberts, 1999':
    'docs/networks.md，与 Linux 实测对照；处理器共享：Massoulié & Roberts, 1999',
  'connections between servers': '服务器之间的连接',
  'open all the time': '始终保持打开',
  'which node is used': '使用哪个节点',
  'the nearest place that has one; devices keep to one node there':
    '最近的有该节点的地点；设备固定使用其中一个',
  assumption: '假设',
  definition: '定义',

  // Latency models.
  'follows from the distance, by a rule fitted to measured cloud regions':
    '由距离得出，规则按实测云区域拟合',
  'is what was measured between the nearest cloud regions; from a place to its region by distance':
    '取最近云区域之间的实测值；地点到其区域按距离计算',
  'own fit to 992 pairs of AWS regions, medians over a year, 2025–2026':
    '自行拟合 992 对 AWS 区域的全年中位数，2025–2026',

  // Access networks.
  'fibre to the home: 7 ms round trip, 300 to 940 Mbit/s both ways':
    '光纤到户：往返 7 毫秒，上下行 300 至 940 Mbit/s',
  'cable television network (DOCSIS 3.1): 18 ms round trip, 200 to 1000 Mbit/s down, 10 to 40 up':
    '有线电视网（DOCSIS 3.1）：往返 18 毫秒，下行 200 至 1000 Mbit/s，上行 10 至 40',
  'telephone line (VDSL, ADSL): 32 ms round trip, 20 to 80 Mbit/s down, 2 to 20 up':
    '电话线（VDSL、ADSL）：往返 32 毫秒，下行 20 至 80 Mbit/s，上行 2 至 20',
  'Wi-Fi 5 or 6 in front of a fibre: 3.5 ms more in quiet air, 50 to 600 Mbit/s':
    '光纤前的 Wi-Fi 5 或 6：空闲时多 3.5 毫秒，50 至 600 Mbit/s',
  '3G (HSPA): 125 ms round trip, 0.9 to 2.4 Mbit/s down, 0.4 to 1.5 up':
    '3G（HSPA）：往返 125 毫秒，下行 0.9 至 2.4 Mbit/s，上行 0.4 至 1.5',
  '4G (LTE): 22 ms round trip, 117 Mbit/s down, 31 up':
    '4G（LTE）：往返 22 毫秒，下行 117 Mbit/s，上行 31',
  '5G mobile broadband (NSA, low band): 15 ms round trip, 78 Mbit/s down, 64 up':
    '5G 移动宽带（NSA 低频段）：往返 15 毫秒，下行 78 Mbit/s，上行 64',
  '5G at millimetre waves (NSA): 7 ms round trip, 944 Mbit/s down, 77 up':
    '5G 毫米波（NSA）：往返 7 毫秒，下行 944 Mbit/s，上行 77',
  '5G stand-alone at a low band: 59 ms round trip, 40 Mbit/s down, 39 up':
    '5G 独立组网（低频段）：往返 59 毫秒，下行 40 Mbit/s，上行 39',
  'a 5G slice that keeps to its quality class: delay budget and error rate of its 5QI':
    '遵守服务质量等级的 5G 切片：时延预算与误包率由 5QI 决定',
  'geostationary satellite: 600 ms round trip, 25 to 150 Mbit/s down, 3 up':
    '地球静止轨道卫星：往返 600 毫秒，下行 25 至 150 Mbit/s，上行 3',
  'satellites in low orbit: 30 ms round trip, 50 to 250 Mbit/s down, another satellite every 15 s':
    '低轨卫星：往返 30 毫秒，下行 50 至 250 Mbit/s，每 15 秒换一颗卫星',
  'a measured bandwidth, replayed over and over from a file of seconds and Mbit/s':
    '实测带宽，按“秒 Mbit/s”文件循环重放',
  'a bandwidth that changes every second as measured ones do, by a Markov chain':
    '每秒变化的带宽，按实测拟合的马尔可夫链',
  'narrow-band IoT: seconds of delay, tens of kilobits a second':
    '窄带物联网：时延数秒，每秒数十千比特',
  'NB-IoT with its cells: devices in three depths of coverage sleep, ask for a connection, and collide':
    'NB-IoT 及其小区：三种覆盖深度的设备休眠、请求连接并发生碰撞',
  'LTE-M with its cells: 375 kbit/s up, 54 preambles each 5 ms, three depths of coverage':
    'LTE-M 及其小区：上行 375 kbit/s，每 5 毫秒 54 个前导码，三种覆盖深度',
  'LoRaWAN: frames of a second on air that everybody shares, met and lost without a word':
    'LoRaWAN：在共享空口上持续约一秒的帧，相撞即无声丢失',
  'IEEE 802.15.4 (Zigbee, Thread) at 2.4 GHz: listens before it sends, frames of 127 bytes, 250 kbit/s':
    'IEEE 802.15.4（Zigbee、Thread），2.4 GHz：先听后发，帧长 127 字节，250 kbit/s',
  'Bluetooth Low Energy, connected: what is sent waits for the next connection event':
    '低功耗蓝牙，已连接：发送须等下一个连接事件',
  'Bluetooth Low Energy, advertising: up to 31 bytes sent again and again until a scanner listens':
    '低功耗蓝牙广播：至多 31 字节，反复发送直到扫描器收到',
  'no access network: no delay, no limit of rate': '没有接入网络：无时延，不限速率',
  'assumption of 2026: last-mile round trip 4–10 ms (95 % below 20 ms) and rates 300–940 Mbit/s as commonly sold':
    '2026 年假设：最后一公里往返 4–10 毫秒（95% 低于 20 毫秒），速率为常见套餐 300–940 Mbit/s',
  'assumption of 2026: last-mile round trip 15–20 ms (95 % below 40 ms), rates as commonly sold, 0.1 % loss':
    '2026 年假设：最后一公里往返 15–20 毫秒（95% 低于 40 毫秒），速率为常见套餐，丢包 0.1%',
  'assumption of 2026: last-mile round trip 25–40 ms with interleaving (95 % below 70 ms), rates as commonly sold, 0.2 % loss':
    '2026 年假设：含交织的最后一公里往返 25–40 毫秒（95% 低于 70 毫秒），速率为常见套餐，丢包 0.2%',
  'assumption of 2026: adds 2–5 ms in quiet air and 30–100 ms when many contend, rates 50–600 Mbit/s, 3 % of frames lost before retries':
    '2026 年假设：空闲时增加 2–5 毫秒，争用时 30–100 毫秒，速率 50–600 Mbit/s，重传前丢帧 3%',
  'rates down: the middle half of the seconds in the Norwegian HSDPA traces of 2010–2011 (Riiser et al., MMSys 2013); round trip 100–150 ms and rates up are assumptions':
    '下行速率：2010–2011 年挪威 HSDPA 轨迹各秒的中间一半（Riiser et al., MMSys 2013）；往返 100–150 毫秒与上行速率为假设',
  'targets and not measurements: 3GPP TS 23.501 Table 5.7.4-1 (Release 18, 2024) for delay budget and error rate, ITU-R M.2410 (2017) for the radio; rates of URLLC and mMTC are assumptions':
    '目标值而非实测：时延预算与误包率取自 3GPP TS 23.501 Table 5.7.4-1（Release 18，2024），无线部分取自 ITU-R M.2410（2017）；URLLC 与 mMTC 的速率为假设',
  'distance: geometry, 477.5 ms at the zenith; that 550–650 ms are observed, rates and 0.5 % loss are assumptions of 2026':
    '距离：几何计算，天顶 477.5 毫秒；观测值 550–650 毫秒、速率与 0.5% 丢包为 2026 年假设',
  'slots of 15 s: arXiv 2310.09242 (2023); distance: geometry over a shell at 550 km, 7.3 ms at the zenith; 15–25 ms of scheduling and backhaul, rates, 1 % loss and the outage are assumptions of 2024–2026':
    '15 秒时隙：arXiv 2310.09242（2023）；距离：550 公里轨道壳层几何计算，天顶 7.3 毫秒；15–25 毫秒调度与回传、速率、1% 丢包及中断为 2024–2026 年假设',
  'reading of the file: env.py of Pensieve (Mao et al., SIGCOMM 2017); delay and rate up are assumptions':
    '文件读法：Pensieve 的 env.py（Mao et al., SIGCOMM 2017）；时延与上行速率为假设',
  'peak rates: 3GPP Release 13 (2016); the delay is an assumption, its limit of 10 s is the exception report target of 3GPP TR 45.820 (2015)':
    '峰值速率：3GPP Release 13（2016）；时延为假设，其 10 秒上限为 3GPP TR 45.820（2015）的异常上报目标',
  'random access: 3GPP TS 36.321 §5.1 (Release 13), TR 37.868 (2011); sleep: TS 24.008 §10.5.5.32; rates and energy: battery lives of TR 45.820 (2015, from memory); waits are assumptions':
    '随机接入：3GPP TS 36.321 §5.1（Release 13）、TR 37.868（2011）；休眠：TS 24.008 §10.5.5.32；速率与能耗：TR 45.820 的电池寿命（2015，凭记忆）；等待时间为假设',
  'random access: 3GPP TS 36.321 §5.1 (Release 13), TR 37.868 (2011); sleep: TS 24.008 §10.5.5.32; rates and energy: battery lives of TR 45.820 (2015, from memory); waits are assumptions; rates of LTE-M below 144 dB are assumptions':
    '随机接入：3GPP TS 36.321 §5.1（Release 13）、TR 37.868（2011）；休眠：TS 24.008 §10.5.5.32；速率与能耗：TR 45.820 的电池寿命（2015，凭记忆）；等待时间与 144 dB 以下的 LTE-M 速率为假设',
  'IEEE 802.15.4-2006 §7.5.1.4; constants as in ns-3 (lr-wpan); one channel on which all hear each other is an assumption':
    'IEEE 802.15.4-2006 §7.5.1.4；常数同 ns-3（lr-wpan）；所有设备在同一信道互相可闻为假设',
  'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.5; 1M PHY, no packets lost; power of an event is an assumption':
    'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.5；1M PHY，无丢包；事件功率为假设',
  'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.4.2; one scanner in a place and 400 µs between packets are assumptions':
    'Bluetooth Core Specification 5.4 (2023), Vol 6, Part B, §4.4.2；每地点一台扫描器、包间隔 400 微秒为假设',
  'definition; for isolating other effects': '定义；用于排除其他影响',

  // Radio states and sessions.
  'a radio that is always ready: nothing waits for it and it draws nothing':
    '始终就绪的无线电：无需等待，也不耗电',
  'a phone on 4G: connected for 10 s after its last packet, then called each 1.28 s':
    '4G 手机：最后一个包后保持连接 10 秒，之后每 1.28 秒可被寻呼',
  'a phone on 5G that is anchored in 4G: as on 4G, with longer handovers':
    '锚定于 4G 的 5G 手机：同 4G，切换更长',
  'a phone on stand-alone 5G: between connected and idle it is inactive for 5 s; a connection that was resumed lasts as long':
    '5G 独立组网手机：连接与空闲之间有 5 秒非激活态；恢复后的连接也多保持这么久',
  'definition; for devices on a line, and for isolating other effects':
    '定义；用于有线设备，以及排除其他影响',
  'a session stays with the server at its first site, over the metro once its device is elsewhere (SSC mode 1)':
    '会话留在最初站点的服务器，设备移走后绕经城域（SSC 模式 1）',
  'a session is given up and set up again at the new site (SSC mode 2)':
    '会话先断开，再在新站点建立（SSC 模式 2）',
  'a session goes on over its old site until all is ready at the new one (SSC mode 3)':
    '会话沿用旧站点，直到新站点就绪（SSC 模式 3）',

  // Caches.
  'evicts the object that was served longest ago': '淘汰最久未被访问的对象',
  'evicts the object that was stored longest ago': '淘汰最早写入的对象',
  'evicts the oldest object that was not served since a moving hand last passed it':
    '淘汰自移动指针上次经过后未被访问的最旧对象',
  'evicts from a small probation queue first; objects served there move to a main queue':
    '先从小型观察队列淘汰；在其中被访问的对象移入主队列',
  'evicts in order of entry, but gives objects that were served another round':
    '按进入顺序淘汰，被访问过的对象再留一轮',
  'has several LRU lists; objects climb when they are served and fall when others climb':
    '多级 LRU 链表；对象被访问时上升，他者上升时下降',
  'keeps in an LRU list only what is asked for again after a FIFO queue has evicted it':
    '仅将被 FIFO 队列淘汰后再次被请求的对象留在 LRU 链表',
  'divides itself between objects asked for once and more often, and learns in what ratio':
    '在请求一次与多次的对象之间划分空间，并学习其比例',
  'ARC with clocks: a served object is marked instead of moved':
    '用时钟实现的 ARC：访问时只做标记而不移动',
  'keeps objects with few others asked for between their uses, whenever that was':
    '保留两次使用之间其他请求较少的对象，不论时间远近',
  'evicts the object that was served least often since it entered; of equals, the oldest':
    '淘汰进入后访问次数最少的对象；相同时淘汰最旧的',
  'evicts what was served least often, counting from a floor that rises with evictions':
    '淘汰访问最少的对象，计数起点随淘汰上升',
  'evicts the object whose K-th last reference is longest ago': '淘汰倒数第 K 次访问最早的对象',
  'evicts what was served least often for its size, and forgets slowly':
    '淘汰相对大小访问最少的对象，并缓慢遗忘',
  'evicts the largest object; which of equals, is for a binary heap to say':
    '淘汰最大的对象；相同时由二叉堆决定',
  'evicts new objects quickly from a small queue; those served there move to a clock':
    '从小队列快速淘汰新对象；在其中被访问的移入时钟',
  'is LRU that lets an object in only when it is asked for more often than its victims':
    '仅当对象比被淘汰者更常被请求时才接纳的 LRU',
  'has a small LRU window in front of a segmented LRU that lets in what is asked for more':
    '小型 LRU 窗口后接分段 LRU，只接纳更常被请求者',
  'evicts the object of a random sample that was asked for least in the time it is here':
    '在随机样本中淘汰在留时间内请求率最低的对象',
  'evicts the object of a random sample from which least hits per byte are expected':
    '在随机样本中淘汰每字节期望命中最少的对象',
  'lets LRU or LFU choose, at random, as far as each was right lately':
    '按近期正确程度随机由 LRU 或 LFU 选择',
  'lets a scan-resistant LRU or a churn-resistant LFU choose, as each was right lately':
    '按近期正确程度由抗扫描 LRU 或抗抖动 LFU 选择',
  'evicts the object that costs least delay, all its waiting requests added up, by age':
    '淘汰按年龄计总等待时延代价最小的对象',
  'evicts the object that was served last, which is best for a loop larger than the cache':
    '淘汰最近被访问的对象，最适合大于缓存的循环',
  'evicts any object, all equally likely': '等概率淘汰任一对象',
  'draws two objects and evicts the one that was served longer ago':
    '抽取两个对象，淘汰较久未访问者',
  'evicts the object whose next request boosted trees, trained on the way, think farthest away; at first LRU':
    '淘汰在线训练的提升树认为下次请求最远的对象；起初为 LRU',
  'evicts from the group of objects that boosted trees, trained on the way, think least useful; at first from the oldest':
    '从在线训练的提升树认为最无用的对象组淘汰；起初从最旧的组',
  'evicts what will not be asked for longest: no policy misses less on objects of one size':
    '淘汰最久不会再被请求的对象：等大小对象的最优界',
  'draws objects and evicts the one with most bytes times requests until it is asked for':
    '抽样淘汰“字节数乘以距下次请求的请求数”最大的对象',
  'evicts nothing: the cache has no end, whatever its capacity; a bound on all policies':
    '从不淘汰：缓存无限大，是所有策略的上界',
  'lets every object enter': '接纳所有对象',
  'lets only objects up to a size enter': '只接纳不超过某大小的对象',
  'lets an object enter with probability e^(-size / scale)': '以概率 e^(-大小 / 尺度) 接纳对象',
  'lets an object enter with probability e^(-size / c), with the c that promises most hits':
    '以概率 e^(-大小 / c) 接纳对象，c 取期望命中最多者',
  'lets an object enter when it is asked for the n-th time': '第 n 次被请求时接纳',
  'lets an object enter when it is asked for more often than the one that left last':
    '比最近离开者更常被请求时接纳',
  'fetches only what is asked for': '只获取被请求的对象',
  'fetches the object that lies behind the one that was missed (one-block lookahead)':
    '获取未命中对象之后的一个（单块预读）',
  'fetches the segments behind one that was reached by playing, until the title ends':
    '获取播放到的分段之后的分段，直到片尾',
  'fetches the objects that mostly follow the one that was asked for':
    '获取通常紧随被请求对象的那些',
  'flash behind PCI Express': 'PCI Express 闪存',
  'flash behind SATA': 'SATA 闪存',
  'a magnetic disk of 7200 rpm, which does one thing at a time': '7200 转磁盘，一次只做一件事',
  'asks all siblings with a query each and takes the first that has a fresh copy':
    '逐一询问所有兄弟缓存，取首个有新鲜副本者',
  'knows what its siblings had when they last said so, and asks one that had the object':
    '按兄弟缓存最近公布的摘要，询问有该对象的一个',
  'RFC 8216 §6.3.3 (players ask for the segments of a title in order); figures: assumption':
    'RFC 8216 §6.3.3（播放器按顺序请求分段）；数值为假设',
  'assumption: data sheets say 20 to 80 µs, 3 to 7 GB/s and 0.5 to 1 million reads/s, of which 32 at the same time give 640,000 (Little)':
    '假设：数据手册为 20 至 80 微秒、3 至 7 GB/s、每秒 50 万至 100 万次读取；同时 32 次即 64 万次（Little）',
  'assumption: data sheets say 80 to 100 µs, 550 MB/s and 90,000 reads/s, which are 8 at the same time (Little)':
    '假设：数据手册为 80 至 100 微秒、550 MB/s、每秒 9 万次读取，即同时 8 次（Little）',
  'assumption: data sheets say 8 to 12 ms of seek and rotation, 100 to 200 reads/s, 200 MB/s':
    '假设：数据手册为寻道与旋转 8 至 12 毫秒、每秒 100 至 200 次读取、200 MB/s',

  // Balancers.
  'takes the backends in turn': '依次选择后端',
  'takes the backends in turn, the heavier ones more often and evenly spread':
    '依次选择后端，权重大的更频繁且分布均匀',
  'takes any backend, all of them equally likely': '等概率任选后端',
  'takes any backend, a heavier one more often': '任选后端，权重大的更频繁',
  'takes the backend with the fewest requests in flight for its weight':
    '选择相对权重在途请求最少的后端',
  'looks at a few backends at random and takes the least busy of them':
    '随机查看几个后端，取其中最闲者',
  'takes the backend with the fewest requests from anybody, which it is assumed to know':
    '选择总请求最少的后端（假设其已知）',
  'takes a backend that has reported to be idle, and any when none has':
    '选择报告空闲的后端；没有则任选',
  'of two at random, takes the one with less mean latency times requests in flight':
    '随机取两个，选平均时延乘在途请求较小者',
  'as ewma, but a latency above the mean replaces it at once':
    '同 ewma，但高于均值的时延立即取代它',
  'probes a few backends ahead; takes the quickest of those that are not among the busiest':
    '预先探测几个后端；取不属最忙者中最快的',
  'learns which backends are quick, and tries the others now and then':
    '学习哪些后端较快，偶尔尝试其他',
  'keeps each client on one backend; nearly all move when a backend comes or goes':
    '客户端固定于一个后端；后端增减时几乎全部迁移',
  'keeps each object on one backend; few objects move when backends come and go':
    '对象固定于一个后端；后端增减时少量迁移',
  'is a ring on which no backend has more than a factor of its share in flight':
    '限制每个后端在途请求不超过其份额若干倍的环',
  'keeps each object on one backend by a table; shares are equal, a few more objects move':
    '用查找表将对象固定于一个后端；份额相等，迁移略多',
  'keeps each object on one backend, evenly and without a table; only the last may leave':
    '无需表即可均匀固定对象；只有最后一个后端可以离开',
  'keeps each object on the backend that draws the highest number for it (HRW)':
    '对象固定于为其抽到最大值的后端（HRW）',
  'each balancer takes turns among a few backends of its own, for fewer connections':
    '每个均衡器只轮询自己的少数后端，以减少连接',

  // Traffic.
  'comes from many independent people: exponential gaps': '来自众多相互独立的人：指数间隔',
  'comes at equal distances': '等间隔到达',
  'comes in bursts: a Poisson process of two rates (MMPP)': '成簇到达：双速率泊松过程（MMPP）',
  'each device reports at equal distances, at times of its own': '每台设备在各自时刻等间隔上报',
  'meters: 40 % report once a day, 40 % each 2 h, 15 % each hour, 5 % each 30 minutes':
    '仪表：40% 每天、40% 每 2 小时、15% 每小时、5% 每 30 分钟上报',
  'all devices report once within a short time, as after a power cut':
    '所有设备在短时间内各上报一次，如停电之后',
  'falls with the rank to the power of the exponent': '随排名按幂律下降',
  'is the same for every object': '所有对象相同',
  'is always the same': '恒定不变',
  'is equally likely anywhere between two bounds': '在两界之间均匀分布',
  'has no memory: the standard deviation equals the mean': '无记忆：标准差等于均值',
  'has a long right tail; its logarithm is normal': '右尾较长；其对数服从正态分布',
  'has a tail that falls as a power, for ever or up to a largest value':
    '尾部按幂律下降，无上限或有最大值',
  'has a tail that is heavier than the exponential one below shape 1, lighter above':
    '形状参数小于 1 时尾部重于指数分布，大于 1 时更轻',
  'is a sum of exponential stages: the more of them, the less it varies':
    '若干指数阶段之和：阶段越多变化越小',
  'lies between two bounds, with one hump, or most of it at the bounds':
    '介于两界之间，单峰或集中于两端',
  'is one of two exponentials with balanced means: it varies more than the exponential':
    '两个均衡指数分布之一：变化大于指数分布',
  'is like a sample: straight lines between its values in order': '同样本：按序各值之间线性插值',
  'definition of the Poisson process': '泊松过程的定义',
  'definition; as in a load generator with a constant arrival rate':
    '定义；同恒定到达率的负载发生器',
  'definition; sigma follows from the two quantiles, with z(0.99) = 2.326348':
    '定义；σ 由两个分位数得出，z(0.99) = 2.326348',
  'definition; drawn from two gamma variates': '定义；由两个 gamma 变量生成',

  // Transports.
  'is TLS 1.3 over TCP: two round trips': '基于 TCP 的 TLS 1.3：两次往返',
  'is TLS 1.2 over TCP: three round trips': '基于 TCP 的 TLS 1.2：三次往返',
  'is TCP without encryption: one round trip': '不加密的 TCP：一次往返',
  'is QUIC: transport and encryption are set up in one round trip':
    'QUIC：一次往返即建立传输与加密',
  'is always connected: no round trip before the request': '始终已连接：请求前无往返',
  'is HTTP/1.1 over TCP: several connections a device, one request at a time on each':
    '基于 TCP 的 HTTP/1.1：每设备数条连接，每条一次一个请求',
  'is HTTP/2 over TCP: one connection a device; a lost packet holds up all answers behind it':
    '基于 TCP 的 HTTP/2：每设备一条连接；丢包阻塞其后所有应答',
  'is HTTP/3 over QUIC: one connection a device; a lost packet holds up its own answer only':
    '基于 QUIC 的 HTTP/3：每设备一条连接；丢包只阻塞其所属应答',
  'grows by a cubic function of the time since the last loss, which leaves 70 %':
    '窗口按距上次丢包时间的三次函数增长，丢包后剩 70%',
  'adds a segment a round trip, and halves the window after a loss':
    '每往返加一个报文段，丢包后窗口减半',
  'sends at the rate at which it arrives, whatever is lost': '按到达速率发送，不论丢包',
  'loses each packet with the same chance': '以相同概率丢失每个包',
  'loses packets in bursts': '成簇丢包',

  // Resilience, scaling and calls.
  'gives an attempt up after a time; its late answer is wasted work':
    '超时后放弃一次尝试；迟到的应答是白费的工作',
  'asks again after a failure, as long as a budget lasts': '失败后重试，直到预算用尽',
  'asks a second backend when an answer is late, and takes whichever comes first':
    '应答迟到时另问一个后端，取先到者',
  'refuses to ask while too many answers are errors, then tries with a few':
    '错误过多时拒绝请求，随后少量试探',
  'refuses to ask when as many attempts are under way as it allows': '在途尝试达到上限时拒绝请求',
  'probes backends, and sends nothing to those that do not answer; only so a crash is known':
    '探测后端，不向无应答者发送；仅借此得知崩溃',
  'ejects backends for a while that fail several times in a row': '暂时剔除连续多次失败的后端',
  'doubles the pause each time, and draws from it so that callers do not come together':
    '每次停顿加倍并从中随机抽取，使调用者错开',
  'always waits the same time': '每次等待相同时间',
  'tries again at once, which is how retry storms begin': '立即重试，重试风暴由此而起',
  'lets in a rate, and bursts that have been saved up': '放行一定速率，以及积攒下来的突发',
  'lets in a rate by a virtual schedule: one number in place of a bucket':
    '按虚拟时刻表放行一定速率：以一个数代替令牌桶',
  'lets in a fixed number of calls at the same time': '同时放行固定数目的调用',
  'finds how many calls may be inside: one more while answers are in time, less when late':
    '探寻可同时处理的调用数：应答及时则加一，迟到则减少',
  'finds how many calls may be inside from how much longer answers take than they did':
    '由应答变慢的程度探寻可同时处理的调用数',
  'lets a number of calls wait, and sends the others away': '允许一定数目的调用排队，拒绝其余',
  'sends away who has waited too long, once the queue has not been short for an interval':
    '队列在一段时间内未变短时，拒绝等待过久者',
  'serves the newest first once a queue forms, and sends away who has waited too long':
    '形成队列后先服务最新者，并拒绝等待过久者',
  'serves important traffic first, and sends the least important away when it is full':
    '先服务重要业务，满时拒绝最不重要者',
  'expects what was in the last interval': '预期与上一区间相同',
  'follows level and trend of what arrives, and a season, and looks as far ahead as a boot takes':
    '跟踪到达量的水平、趋势与季节性，预测至启动所需的时间',
  'a small neural network of the last 12 intervals, which expects the upper end of what comes 3 later':
    '以最近 12 个区间为输入的小型神经网络，预测 3 个区间后的上限',
  'Opus, wideband, variable rate': 'Opus，宽带，可变码率',
  'Opus, full bandwidth, 40 kbit/s': 'Opus，全频带，40 kbit/s',
  'Opus, narrowband, constant rate': 'Opus，窄带，恒定码率',
  'G.711 without concealment of losses': 'G.711，无丢包隐藏',
  'G.711 that conceals losses': 'G.711，有丢包隐藏',
  'G.729 Annex A': 'G.729 附件 A',
  'G.723.1 at 6.3 kbit/s': 'G.723.1，码率 6.3 kbit/s',
  'AMR-WB at 12.65 kbit/s': 'AMR-WB，码率 12.65 kbit/s',
  'holds so long that most of the last packets would have come in time':
    '缓冲时长使最近多数包能够及时到达',
  'holds the first packet for a while, and all others accordingly': '首包缓冲一段时间，其余照此',

  // Meetings.
  'backs off when delays grow or many packets are lost, as browsers do':
    '时延增长或大量丢包时退让，与浏览器相同',
  'keeps a short queue, the shorter the more it sends, and weighs losses against it':
    '保持短队列，发得越多队列越短，并权衡丢包',
  'sends as much as there is, whatever becomes of it': '有多少发多少，不管结果如何',
  'definition: no congestion control, for comparison': '定义：无拥塞控制，供比较',
  'every member sends to every other one': '每个成员向其他每个成员发送',
  'definition; reference/domain.md §4.4: up and down n − 1 times the rate of a camera':
    '定义；reference/domain.md §4.4：上下行均为 n − 1 倍摄像头码率',
  'a server forwards to each member what his way down has room for':
    '服务器按每个成员的下行容量选择转发',
  'a server makes one picture and one sound of all, which every member gets':
    '服务器将所有人混为一路画面与声音，发给每个成员',
  'one after the other speaks, whoever it is, with pauses in between':
    '任意成员轮流发言，中间有停顿',
  'definition; the durations are assumptions': '定义；时长为假设',
  'the first member speaks all the time, others raise their hands and are called on in turn':
    '第一位成员一直发言，其他人举手并依次被点名',
  'definition; as many hands and words as in `kind: class`, which are assumptions':
    '定义；举手与发言数量同 `kind: class`，为假设',

  // Storage, mapping, load.
  'a bucket of a cloud, reached over HTTP; nobody waits for a turn there':
    '云端存储桶，经 HTTP 访问；无需排队',
  'keeps whole copies on disks of their own; any one of them will do':
    '在各自磁盘上保存完整副本；任一即可',
  'cuts an object into k fragments and adds m; any k of them give it back':
    '将对象切为 k 片并增加 m 片；任意 k 片即可还原',
  'adds a parity to each group of fragments, from which one lost is rebuilt, and m to all':
    '每组分片加一个校验以重建丢失的一片，再为全体加 m 个',
  'sends everybody to the site that is nearest on the map, and knows of no failure unless told when':
    '将每人送往地图上最近的站点，不知故障',
  'gives each resolver the address of the site nearest to it; answers are kept for a while':
    '给每个解析器最近站点的地址；应答会缓存一段时间',
  'leaves it to routing which site gets a packet: mostly the nearest, at once elsewhere':
    '由路由决定数据包去哪个站点：多为最近者，故障时即刻改道',
  'asks a router first, which knows who asks and names the quickest site: one trip more':
    '先问调度器，由其指明最快站点：多一次往返',
  'leaves out a CDN with too many errors for a time; the others share its devices':
    '暂时避开错误过多的 CDN；其余分担其设备',
  'gives each CDN its share of devices, which stay with it whatever happens':
    '按份额将设备分给各 CDN，始终不变',
  'sends each place to the CDN that answers soonest there, and keeps trying the others':
    '将各地点送往应答最快的 CDN，并不断试探其他',
  'keeps to the nearest place while enough there are up, and spills over to the next ones':
    '最近地点可用者足够时不离开，否则溢出到次近者',
  'is a Poisson process whose rate jumps between states, in each place for itself':
    '速率在状态间跳变的泊松过程，各地点各自独立',
  'is a Poisson process that follows the hours of the day where people live':
    '随当地一天的时刻变化的泊松过程',
  'is a Poisson process with one flash crowd: up, held, and down again':
    '含一次突发人流的泊松过程：上升、保持、回落',
  'is a fixed number of people who wait for the answer and think before they ask again':
    '固定人数，等到应答并思考后再请求',
  'is a number of people each of whom comes once, soon after an instant: a bell, a release':
    '若干人各来一次，紧随某一时刻：上课铃、发布',
  'comes at the times of a file; for whole logs with their objects there is kind: trace':
    '按文件中的时刻到达；含对象的完整日志用 kind: trace',
  'is Zipf’s law over objects that come and go: newcomers take places at the top':
    '对象来去更替的 Zipf 定律：新对象占据前列',
  'has objects that are born all the time and are forgotten at a half-life':
    '对象不断产生，并按半衰期被遗忘',
  'is that of a class of content at Akamai, and brings the sizes that go with it':
    '取自 Akamai 的一类内容，并附其大小分布',
  'assumption: first bytes after 20 to 100 ms in the median and 200 ms or more at p99; 100 MB/s and 1000 reads at the same time stand for one client’s share of a large service':
    '假设：首字节中位数 20 至 100 毫秒，p99 为 200 毫秒以上；100 MB/s 与同时 1000 次读取代表大型服务中一个客户的份额',

  // Video.
  'has 300 kbit/s to 4.3 Mbit/s in six steps': '300 kbit/s 至 4.3 Mbit/s，六档',
  'has 145 kbit/s to 7.8 Mbit/s in nine steps': '145 kbit/s 至 7.8 Mbit/s，九档',
  'has 235 kbit/s to 5.8 Mbit/s in ten steps': '235 kbit/s 至 5.8 Mbit/s，十档',
  'has the rates that the scenario lists': '码率由场景列出',
  'is what the rate of the rendition says': '大小即该档码率所示',
  'varies with what is in the picture, alike in all renditions of a segment':
    '随画面内容变化，同一分段各档一致',
  'is what was measured of a real title, from a file': '取自文件中真实节目的实测值',
  'stays in one rendition, whatever happens': '始终停在一档',
  'takes the highest rendition below the harmonic mean of the last five throughputs':
    '取低于最近五次吞吐量调和平均的最高档',
  'takes the highest rendition below a share of the smaller of two moving means':
    '取低于两个滑动平均中较小者一定比例的最高档',
  'goes up with the buffer: lowest rendition below the reservoir, highest above the cushion':
    '随缓冲升档：低于保留区取最低档，高于缓冲垫取最高档',
  'weighs the use of a rendition against what its bytes do to the buffer (BOLA-BASIC)':
    '权衡各档的效用与其字节对缓冲的影响（BOLA-BASIC）',
  'plans five segments ahead with the harmonic mean of the last five throughputs':
    '以最近五次吞吐量的调和平均向前规划五个分段',
  'is mpc that expects less by the largest of its last five errors':
    '即 mpc，并按最近五次中最大的误差下调预期',
  'is the rule of hls.js: moving means, careful upwards, and what the buffer can wait for':
    'hls.js 的规则：滑动平均，谨慎升档，并看缓冲能等多久',
  'is the rules of dash.js together: throughput or BOLA by buffer, insufficient buffer, switch history, abandoned requests':
    'dash.js 的全部规则：按缓冲用吞吐量或 BOLA、缓冲不足、切换历史、放弃请求',
  'takes the rate that a small linear policy makes of throughputs and buffer':
    '由小型线性策略根据吞吐量与缓冲给出码率',

  // Kinds of messages.
  'is a text, as long as the chat’s texts are unless it has a length of its own':
    '文本；长度同聊天的 text，除非另有规定',
  'is a large emoji: a few characters, drawn by the app itself': '大表情：几个字符，由应用自行绘制',
  'names a picture that many send: devices keep it, and fetch it from the CDN when they have not':
    '许多人发送的贴图：设备会保留，没有时从 CDN 获取',
  'is uploaded with a thumbnail; who sees the thumbnail may open the picture':
    '与缩略图一同上传；看到缩略图的人可能打开原图',
  'is recorded speech, fetched before it is listened to': '语音消息：收听前获取',
  'is uploaded with a thumbnail; who sees the thumbnail may watch it':
    '与缩略图一同上传；看到缩略图的人可能观看',
  'is uploaded to the storage and fetched by those who want it': '上传到存储，由需要的人获取',
  'says where somebody is, once, or again and again for a time':
    '位置：一次，或在一段时间内反复告知',
  'says that somebody types, each few seconds before a text is sent; nobody keeps it':
    '正在输入：文本发出前每几秒一次；不保存',
  'tells contacts that a device has come or gone; nobody keeps it':
    '在线状态：告知联系人设备上线或离线；不保存',
  'tells the sender that a message was read: one for each reader; nobody keeps it':
    '已读回执：每位读者一条，发给发送者；不保存',
  'takes a message back; those who saw it have seen it': '撤回消息；已看到的人已经看到',
  'puts another text in the place of an earlier one': '编辑：以新文本替换先前的消息',
  'answers a message with an emoji that hangs on it': '表情回应：以附在消息上的表情作答',
  'holds money in parts, of which those who tap first get one each':
    '红包：分成若干份，先点的人各得一份',
  'is what a server tells everybody, such as a warning or an advertisement':
    '系统广播：服务器告知所有人，如预警或广告',
  'is a command to a program, which answers with one message':
    '机器人：发给程序的命令，程序回一条消息',
  'is a question to a language model, whose answer appears token by token':
    '向语言模型提问，回答逐词元出现',
  'sharing for 15 minutes, an hour or eight: Telegram and WhatsApp offer these; all else is an assumption':
    '共享 15 分钟、1 小时或 8 小时：Telegram 与 WhatsApp 提供这些选项；其余为假设',
  'within 2 minutes: WeChat, Tencent Cloud Chat; how often and when are assumptions':
    '2 分钟内：微信、腾讯云即时通信 IM；频率与时刻为假设',
  'within 15 minutes: WhatsApp; how often and when are assumptions':
    '15 分钟内：WhatsApp；频率与时刻为假设',
  'how often and when are assumptions': '频率与时刻为假设',
  'WeChat, Spring Festival 2015: 14 M shakes/s at the peak against 330 k messages/s, 42 to 1 (besthub.dev, from talks); shares and delays are assumptions':
    '微信 2015 年春节：峰值每秒 1400 万次摇一摇，对每秒 33 万条消息，42 比 1（besthub.dev，据演讲）；比例与时延为假设',
  'service times and sizes are assumptions': '服务时间与大小为假设',

  // Encryption and moderation of messages.
  'is none between devices: servers can read what they carry':
    '设备之间不加密：服务器可读其传送的内容',
  'encrypts a message for each recipient: n ciphertexts from the sender’s device':
    '为每位接收者各加密一次：发送设备产生 n 份密文',
  'encrypts once for a room, with a key that the sender has sent to each member before':
    '群消息只加密一次，密钥由发送者事先发给每位成员',
  'encrypts once for a room; a change of members costs one message, as long as its tree is high':
    '群消息只加密一次；成员变更代价为一条消息，长度随树高增长',
  'has programs look at texts and media before others get them': '他人收到前，由程序审核文本与媒体',
  'has programs look at texts and media, and people at what these are in doubt about':
    '由程序审核文本与媒体，存疑的再由人工审核',
  'an M/G/c station before fan-out; times and shares are assumptions':
    '扇出前的 M/G/c 服务台；时间与比例为假设',
  'two stations in a row; times and shares are assumptions': '两级串联的服务台；时间与比例为假设',

  // Messages that are kept.
  'keeps the messages of a chat until all devices have them, through crashes':
    '保存聊天消息直到所有设备都收到，崩溃也不丢失',
  'writes each message into the inbox of every member, from where it is pushed':
    '写扩散：把每条消息写入每个成员的收件箱，再推送',
  'writes each message once, into the conversation’s log, from which every device reads':
    '读扩散：每条消息只写入会话日志一次，由各设备读取',
  'writes into inboxes of small conversations, and into the logs of large ones':
    '混合：小会话写收件箱，大会话写日志',

  // Reconnecting and heartbeats.
  'waits anything between nothing and a bound that doubles with each failure':
    '在零与上限之间随机等待，每失败一次上限加倍',
  'waits half of a bound that doubles with each failure, and up to as much again':
    '等待上限的一半再加至多同样长的随机时间，每失败一次上限加倍',
  'waits anything between a least pause and three times the pause before':
    '在最短间隔与上次间隔的三倍之间随机等待',
  'waits a pause that doubles with each failure and is the same for all: they come together':
    '每失败一次间隔加倍，人人相同：于是一同到来',
  'waits for nothing, or for the same short time, however often it has failed':
    '不等待，或无论失败几次都等待同样短的时间',
  'definition; the loop that storms are made of': '定义；重连风暴由此而来',
  'spreads the first attempt over a window, and backs off from there after failures':
    '首次尝试分散在一个时间窗内，失败后再退避',
  'tries at once, then waits 1.6 times as long after each failure, 20 % more or less':
    '先立即尝试，此后每失败一次等待为 1.6 倍，上下浮动 20 %',
  'reference page §4.2: 240 to 300 s on mobile networks, 30 to 60 s at desks (assumption); 270 s is the least of WeChat’s Mars':
    '参考页 §4.2：移动网络 240 至 300 秒，桌面 30 至 60 秒（假设）；270 秒为微信 Mars 的最小值',
  'tries longer and longer intervals, and stays below the first that failed':
    '逐步延长间隔，并保持在首个失败的间隔以下',
  'never: what has died in silence is not found out': '从不：悄然断开的连接不会被发现',

  // Who chats, when, and with whom.
  'is a whole number, the frequencies of which fall as a power: sizes of groups':
    '整数，出现频率按幂律下降：群的规模',
  'is so much of each device: a Poisson process that grows with their number':
    '按设备计：泊松过程，随设备数增长',
  'is a Poisson process that jumps at an instant and wears off: New Year at 0 o’clock':
    '某一时刻突增后衰减的泊松过程：新年零点',
  '40 to 60 messages a day of somebody who chats: reference/domain.md §4.2, from memory':
    '聊天者每天 40 至 60 条：reference/domain.md §4.2，凭记忆',
  'LINE at New Year and with stickers about ninefold, shakes of WeChat in spring 2015 42 times its messages: reference/domain.md §4.1; the shape is an assumption':
    'LINE 新年与表情活动约 9 倍，微信 2015 年春节摇一摇为消息的 42 倍：reference/domain.md §4.1；曲线形状为假设',
  'lowest and highest hours of Akamai classes (reference/domain.md §3.2); peaks of offices: Slack (§4.1); other hours are assumptions; thinning: Lewis & Shedler, Naval Research Logistics 26, 1979':
    'Akamai 各类内容的最低与最高小时（reference/domain.md §3.2）；办公高峰：Slack（§4.1）；其余小时为假设；稀疏法：Lewis & Shedler, Naval Research Logistics 26, 1979',
  'are friends: 50 messages a day, most of them to one person; groups with a heavy tail':
    '朋友：每天 50 条，多为单聊；群规模重尾',
  'assumptions: 40 to 60 messages a day, 60:40 between pairs and groups, group sizes discrete Pareto 1.6 to 2 from 3 to 500 (reference/domain.md §4.2)':
    '假设：每天 40 至 60 条，单聊与群聊 60:40，群规模为 3 至 500 的离散帕累托 1.6 至 2（reference/domain.md §4.2）',
  'are colleagues: 35 messages a day with peaks at 11 and 14 o’clock, most of them in rooms':
    '同事：每天 35 条，11 点与 14 点为高峰，多在群内',
  'peaks: Slack (reference/domain.md §4.1); 20 to 50 messages a day, 30:70 between pairs and groups, texts half as long again, a tree of departments: assumptions (§4.2)':
    '高峰：Slack（reference/domain.md §4.1）；每天 20 至 50 条，单聊与群聊 30:70，文本长一半，部门树：假设（§4.2）',
  'are students: 12 messages a day in the hours of classes, nearly all of them in rooms of 20 to 300':
    '学生：上课时段每天 12 条，几乎都在 20 至 300 人的群内',
  'assumptions: 5 to 20 messages in class, 5:95 between pairs and groups, rooms of 20 to 300, texts of 0.6 times the length (reference/domain.md §4.2)':
    '假设：课上 5 至 20 条，单聊与群聊 5:95，群 20 至 300 人，文本长度 0.6 倍（reference/domain.md §4.2）',
  'write to anybody, all equally likely': '等可能地给任何人发消息',
  'know their neighbours on a ring, and a few people far away: clustered, with short ways':
    '认识环上邻居与少数远处的人：聚集且路径短（小世界）',
  'Watts & Strogatz, Nature 393, 1998; the defaults are an assumption':
    'Watts & Strogatz, Nature 393, 1998；默认值为假设',
  'know a number of people whose frequency falls as a power: few know very many':
    '认识的人数按幂律分布：少数人认识极多人',
  'configuration model, pairs that come twice left out: Newman, Strogatz & Watts, Phys. Rev. E 64, 2001; exponents of 2 to 3: Clauset, Shalizi & Newman, SIAM Review 51(4), 2009; the defaults are an assumption':
    '配置模型，去除重边：Newman, Strogatz & Watts, Phys. Rev. E 64, 2001；指数 2 至 3：Clauset, Shalizi & Newman, SIAM Review 51(4), 2009；默认值为假设',
  'come one after the other and get to know those first whom many know':
    '依次加入，优先结识认识者多的人（择优连接）',
  'Barabási & Albert, Science 286, 1999: the exponent is 3; the default is an assumption':
    'Barabási & Albert, Science 286, 1999：指数为 3；默认值为假设',
  'write to their own team first, then to wider and wider departments; rooms are departments':
    '先给本组，再给越来越大的部门发消息；群即部门',
  'assumption: a tree of departments with 10 to 2000 people (reference/domain.md §4.2)':
    '假设：10 至 2000 人的部门树（reference/domain.md §4.2）',

  // Protocols that carry messages.
  'MQTT over TCP: QoS 0 sends once, 1 until it is confirmed, 2 in four packets and never twice':
    '基于 TCP 的 MQTT：QoS 0 只发一次，1 发到确认为止，2 用四个报文且绝不重复',
  'frames over one connection; what was under way is lost unless the chat confirms it itself':
    '单一连接上的帧；除非聊天自行确认，断线时在途的消息会丢失',
  'stanzas of XML; with stream management each end counts what it has handled, and a session that is resumed loses and repeats nothing':
    'XML 节；启用流管理后两端各自计数，恢复的会话不丢失也不重复',
  'server-sent events for the way down, a POST for each message up; who comes back says which event it had last':
    '下行用服务器推送事件，上行每条消息一个 POST；重连时告知最后收到的事件',
  'a request that is answered when there is a message: what comes between two polls waits for the next one':
    '有消息时才应答的请求：两次轮询之间到达的消息等待下一次',

  // Protocols between servers of two domains.
  'a stream of stanzas, each counted when it is stored; a stream that is resumed says how many have come':
    'XML 节组成的流，每节存储后计数；恢复的流告知已到达的数量',
  'one transaction after the other, of up to 50 signed events; one without an answer is sent again under its number':
    '事务依次发送，每个至多 50 个签名事件；无应答的以原编号重发',
};
