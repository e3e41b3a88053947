/**
 * Words that common passwords are made of: the usual ones, keyboard walks, pinyin, names, and the words of a finance
 * bureau. Compared after digits and signs at both ends are taken off and @ 0 1 3 5 $ are read as letters, so that each
 * stands for `Word@2024`, `w0rd123` and the like.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  password passwd passwort passphrase pass pwd word login logon logmein signin user username account guest anonymous
  admin administrator adminadmin adm root superuser super sysadmin system sysop operator manager master owner
  default temp temporary test testing tester testtest demo sample example change changeme changeit letmein welcome
  hello helloworld hi iloveyou love loveyou iloveu lovely sunshine princess prince queen king angel dragon monkey tiger
  lion bear wolf eagle horse dog cat kitty puppy panda football baseball basketball soccer hockey tennis golf superman
  batman spiderman ironman starwars pokemon naruto matrix ninja samurai hunter ranger killer warrior shadow ghost magic
  secret private security secure safe access server service servers database data backup oracle mysql postgres
  postgresql sqlserver redis mongo mongodb tomcat apache nginx linux ubuntu debian centos windows microsoft google
  apple android iphone huawei xiaomi lenovo samsung cisco dell inspur kylin tencent alibaba taobao alipay weixin wechat
  qq baidu weibo douyin computer internet network office excel desktop laptop mobile phone email mail summer winter spring
  autumn january february march april june july august september october november december monday tuesday wednesday
  thursday friday saturday sunday today happy lucky freedom peace money dollar cash bank finance trustno trustnoone
  whatever nothing something anything blink flower rose lily orange banana cherry apples cheese chocolate cookie coffee
  pepper ginger sugar silver golden gold diamond crystal blue green yellow purple black white red china chinese beijing
  shanghai guangzhou shenzhen tianjin chongqing chengdu wuhan hangzhou nanjing xian changsha zhengzhou jinan qingdao
  shenyang dalian haerbin changchun fuzhou xiamen nanning guiyang kunming lanzhou xining yinchuan wulumuqi huhehaote
  taiyuan shijiazhuang hefei nanchang haikou sanya lasa suzhou wuxi ningbo dongguan foshan zhuhai zhongshan guangdong
  jiangsu zhejiang shandong henan hebei hunan hubei sichuan yunnan guizhou guangxi fujian anhui jiangxi liaoning jilin
  heilongjiang shanxi shaanxi gansu qinghai hainan ningxia xinjiang xizang neimenggu zhongguo zhonghua woaini woaiwo
  woaizhongguo woaibeijing aini aiwo wangle mima wodemima mimamima wangjile wangjilemima buzhidao nihao nihaoma xiexie
  zaijian duibuqi meiguanxi haha hahaha hehe heihei xixi lala laopo laogong baobao baobei baba mama babamama gege jiejie
  didi meimei nainai yeye erzi nver wode nide tade women nimen ceshi ceshiceshi yonghu yonghuming zhanghao zhanghu
  guanli guanliyuan xitong xitongguanliyuan anquan anquanguanliyuan shenji shenjiyuan chaoji chaojiguanliyuan moren
  morenmima linshi linshimima chushi chushimima gaimima xiugai denglu dengluming zhuce fuwuqi shujuku wangluo diannao
  bangong bangongshi bangongting danwei lingdao juzhang fujuzhang tingzhang chuzhang fuchuzhang kezhang fukezhang keyuan
  zhuren fuzhuren zhuguan kuaiji chuna caiwu caizheng caizhengju caizhengting caizhengbu caizhengsuo yusuan yusuanju
  yusuanchu yusuanke juesuan jixiao jixiaoju jixiaochu jixiaoke jixiaopingjia jixiaoguanli jixiaopinggu pingjia
  pingjiazhongxin pingfen pinggu kaohe zhibiao zijin zhichu shouru guoku guokuju shuiwu shuiwuju guoshui dishui shenjiju
  fagaiwei fazhanju minzhengju jiaoyuju weijianwei renshe rensheju zhufang zhujian jiaotong shuili shuiliju nongye
  nongyenongcun linye huanbao zhengfu zhengfawei zuzhibu xuanchuanbu jiwei jianwei renda zhengxie gongan gonganju
  gongshang xianzheng shizheng quzheng jiedao zhenzhengfu xiangzhen hengping dangyuan dangwei weirenminfuwu renmin
  gongwuyuan zhengwu zhengwuyun zhengwuwang neiwang waiwang dianzizhengwu budget treasury audit auditor government
  bureau fiscal performance reviewer evaluate evaluation grading zhangsan lisi wangwu zhaoliu zhangwei wangwei wangfang
  liwei lina zhangmin lijing wangjing liuwei wangxiuying zhangli liqiang wangmin chenjing liuyang wangyong zhangjing
  liming xiaoming xiaohong xiaoli xiaowang xiaozhang xiaoliu wanglei zhanglei zhangjie lijie wangjie chenwei yangyang
  gongxi gongxifacai facai fada shunfeng pingan jixiang ruyi xingfu kuaile kaixin yongyuan pengyou tongxue laoshi
  xuexiao zhongxue daxue beida qinghuadaxue xuexi xuexiqiangguo gongzuo jiayou nuli chenggong shengli weilai mingtian
  jintian zuotian chuntian xiatian qiutian dongtian taiyang yueliang xingxing tiankong dahai baiyun lantian gaoshan
  heping ziyou minzhu fuqiang wenming hexie
  qwerty qwertyuiop qwert qwertyui qwer qwe qwerasdf qwerasdfzxcv asdf asdfgh asdfghjkl asdfasdf asd asdasd zxcv zxcvbn
  zxcvbnm zxc qaz qazwsx qazwsxedc qazxsw wsx wsxedc edc rfv tgb qweasd qweasdzxc qwezxc poiuyt poiuytrewq lkjhgfdsa
  mnbvcxz abc abcd abcde abcdef abcdefg abcabc abcdabcd aaa aaaa aaaaa aaaaaa aabb aabbcc xxx xxxx zzz zzzz aa bb cc a b c
  qq qqq qqww wwww ab xyz xxyy asd asdf asdfjkl iop uiop jkl hjkl vbnm fghj dfgh sdfg
  `
    .trim()
    .split(/\s+/),
)
