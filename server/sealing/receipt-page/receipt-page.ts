import { createHash } from 'node:crypto'
import type { ReceiptProof } from '../../core/proof/receipt.ts'
import check from './check-receipt.js?raw'
import show from './show-receipt.js?raw'
import { style } from './style.ts'

/** Both files as one. */
const script = check.replace(/^export /gm, '') + show.replace(/^import .*$/gm, '')

/** Nothing is loaded and nothing runs but these two, wherever the page is opened. */
const policy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * A receipt as one page that needs no network: it shows the account of points and checks the receipt, and any other one
 * that is handed to it, with its own code.
 */
export function receiptPage(proof: ReceiptProof): string {
  const { submission, run } = proof.receipt
  // no text of a receipt can end the element it stands in
  const data = JSON.stringify(proof).replace(/</g, '\\u003c')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escaped(`绩效评价收据 ${submission.name} ${run}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>绩效评价收据</h1>
<p id="verdict" role="status">正在核对……</p>
<ul id="findings"></ul>
<p id="key"></p>
<div id="content" hidden>
<h2>结果</h2>
<table><tbody id="summary"></tbody></table>
<h2>得分账</h2>
<table>
<thead><tr><th>指标</th><th class="number">分值</th><th class="number">得分</th></tr></thead>
<tbody id="account"></tbody>
</table>
</div>
<section class="tools">
<h2>核对另一份收据</h2>
<p>选择一份收据（网页或 JSON 文件），或把 JSON 贴在下面。核对在本机进行，不发送任何内容。</p>
<p><label>收据文件 <input type="file" id="file" accept=".json,.html"></label></p>
<p><label>收据 JSON <textarea id="text"></textarea></label></p>
<p><button type="button" id="check">核对</button></p>
</section>
<script type="application/json" id="proof">${data}</script>
<script type="module">${script}</script>
</body>
</html>
`
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
