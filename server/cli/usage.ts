export const USAGE = `衡评：按规则打分，逐条说明扣分的绩效评价系统

用法：
  hengping serve [--port 8787] [--host 127.0.0.1] [--data data] [--origin 网址]…
      打开数据目录，读入 rules/，启动服务和页面；新目录先放入示例。
  hengping grade 文件… [--rules 指标体系] [--json] [--explain]
      给填报评分并说明每一处扣分。文件是 JSON（一份或一个列表）或 NDJSON（一行一份）。
  hengping help            显示本说明
  hengping --version       显示版本

选项：
  --rules     指标体系的编号（取填报年度内最新的版本）、编号@生效日期，或一个文件；不写就用填报自己写明的
  --json      输出评分结果全文；几份填报时一行一份
  --explain   连同满分的指标和判定条件一起列出
  --port      端口，默认 8787
  --host      监听的地址，默认 127.0.0.1，只在本机可用
  --data      数据目录，默认 data
  --origin    经反向代理访问时浏览器里的网址，如 https://jx.example.gov.cn；可写多个

返回码：0 完成；1 结论是否定的（如评分出错、两套判定不一致）；2 输入或命令有问题。`
