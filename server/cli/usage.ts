export const USAGE = `衡评：按规则打分，逐条说明扣分的绩效评价系统

用法：
  hengping serve [--port 8787] [--host 127.0.0.1] [--data data] [--origin 网址]… [--no-examples] [--login]
                 [--password-profile dengbao|asvs] [--require-second-factor] [--behind-proxy]
      打开数据目录，读入 rules/，启动服务和页面；新目录先放入示例，写了 --no-examples 就不放。
      只在本机监听、有示例、还没有账号时是演示模式，不用登录；写了 --login 就要登录。还没有账号时显示首次设置的链接。
  hengping accounts list [--data 目录]
      列出账号：角色、单位、停用、锁定。
  hengping accounts unlock 用户名 [--data 目录]
      解除锁定（先停下服务）。
  hengping accounts reset 用户名 [--data 目录]
      重置密码并解除动态口令，给出一次性密码（先停下服务）。
  hengping grade 文件… [--rules 指标体系] [--json] [--explain]
      给填报评分并说明每一处扣分。文件是 JSON（一份或一个列表）或 NDJSON（一行一份）。
  hengping check 文件… [--rules 指标体系] [--json]
      核对填报自身是否一致：合计、比率、完成值、扣分原因、文字和表格里的数；每处说明读到了什么、在哪里、怎样才一致。
  hengping template --rules 指标体系 --out 模板.xlsx [--last 上年填报.json] [--year 年]
      生成供部门填写的表格：下拉选项、单位、填表说明；给出上年填报的，带上其指标和数据供参考。
  hengping import 表格 --rules 指标体系 [--out 填报.json] [--name 名称] [--unit 编号] [--year 年] [--id 编号] [--errors 文件]
      把填好的表格（xlsx、CSV）变成填报；一行一个部门的汇总表逐个部门导入。有错时逐格说明，并写出带“错误说明”列的表。
      这一版里没有的名称不导入，逐条说明；--map 表里的名称=数据项编号（可写几个）写明按哪一项导入。
  hengping import 文件夹 [--rules 指标体系] [--out 填报.ndjson] [--data 数据目录] [--year 年] [--errors 清单.xlsx]
      一个文件夹（连同下级）里的表格一次导入，最多 5,000 份：每份整份导入或整份不导入，没有导入的按文件、按格列成清单。
      --data 直接存入数据目录（先停下服务）；模板填的表自己写明指标体系，不用写 --rules。
  hengping report 文件… [--rules 指标体系] --out 文件.xlsx|docx|zip
      评分并写成可打印的文件。xlsx：自评表、扣分明细，多份时加汇总排名；docx：部门的自评表说明（附件3，公文格式）；zip：每份各一套。
  hengping batch 输入 --rules 编号|文件 --out 结果.ndjson|xlsx [--workers 进程数] [--explain] [--restart]
      批量评分：输入是 NDJSON 文件（一行一份）、汇总表（xlsx、CSV，一行一个单位）或 JSON 目录；一份一行结果，次序不变；
      中断后再运行就接着评。每份只写账；--explain 写完整的评分。xlsx 里有汇总和扣分明细两张表。
  hengping lint [文件或编号…] [--data 目录] [--json]
      检查指标体系：分值合计、分档空档和重叠、不起作用的规则、单位、来源等，并给出改法；不写就检查 rules/ 里的全部。
  hengping diff 甲 乙 [--data 目录] [--json]
      逐条说明乙与甲有什么不同，按指标归并；甲、乙是文件、编号（取最新版本）或编号@生效日期。
  hengping test [文件或编号…] [--missing] [--data 目录] [--json]
      用指标体系旁边的用例（.cases.json）核对评分，并找出没有用例试到的规则和分档边界；不写就核对 rules/ 里所有有用例的。
  hengping rules list [--data 目录] [--json]
      列出 rules/（或数据目录里已存的）全部版本。
  hengping rules clone 编号 --year 年 [--out 文件]
      复制为另一年的版本，用例一并复制；已有的文件不覆盖。
  hengping rules export 编号[@生效日期] [--data 目录] [--out 文件]
      导出一个版本的全文；文件名是 .xlsx 的，导出成可以改的工作簿。
  hengping rules import 指标体系.xlsx [--out 文件.json] [--against 编号@生效日期] [--data 目录]
      读回改过的工作簿（或 JSON），列出与同编号最新版本相比改了什么；读不懂的逐格说明。
  hengping rules read 评分表 --year 年 --out 文件 [--id 编号] [--title 名称] [--region 地区] [--subject project] [--json]
      把通知里的评分表（制表符或逗号分隔的文本、xlsx、docx）读成指标体系草稿，列出没有读懂的和按常例定下的。
  hengping backup [--data 目录] --out 空目录
      备份数据目录，服务可以照常运行；复制后逐份核对。
  hengping restore --from 备份 --data 空目录
      把备份恢复到一个空目录，复制后逐份核对。
  hengping runs list [--data 目录] [--json]
  hengping runs seal 指标体系 --year 年 [--submission 填报]… [--regrade] [--reason 理由] [--data 目录]
      封存一个年度的评价结果，以后不再改变（先停下服务，或在页面上做）；--regrade 先用现在的程序全部重新评分；
      再次封存取代前一次，要写理由。
  hengping runs receipt 封存编号 填报 [--html 文件] [--out 文件] [--data 目录]
      一份填报的收据：--html 写成不用联网就能核对的网页，--out 写成 JSON。
  hengping checkpoint [--data 目录] [--out 文件]
      签名的检查点：日志和收据现在到了哪里。请存到别处，日后用来查退回和重写。
  hengping verify [--data 目录] [--against 检查点] [--key 密钥指纹]
      核对日志、现状、每份内容和每次封存，并用评它的引擎重算每一份评分，指出第一处不同；写了 --against 还查检查点之后
      有没有被退回或重写。
  hengping help            显示本说明
  hengping --version       显示版本

选项：
  --rules     指标体系的编号（取填报年度内最新的版本）、编号@生效日期，或一个文件；不写就用填报自己写明的
  --json      输出评分结果全文；几份填报时一行一份
  --explain   连同满分的指标和判定条件一起列出
  --missing   只列出没有用例试到的，每行先是可放进 uncovered 的写法
  --port      端口，默认 8787
  --host      监听的地址，默认 127.0.0.1，只在本机可用
  --data      数据目录，默认 data
  --origin    经反向代理访问时浏览器里的网址，如 https://jx.example.gov.cn；可写多个
  --login     有示例也要登录，不用演示模式
  --password-profile       密码规则：dengbao（默认，至少 10 位、三种字符、90 天更换）或 asvs（至少 15 位，不定期更换）
  --require-second-factor  系统管理员、安全管理员、审计员必须绑定动态口令（等保三级）
  --behind-proxy           前面有自己的反向代理，来访地址取它写在 X-Forwarded-For 末尾的

返回码：0 完成；1 结论是否定的（如评分出错、填报前后矛盾、两套判定不一致、用例不通过或有规则没有试到）；2 输入或命令有问题。`
