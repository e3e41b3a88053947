/** The page of a receipt: shows the account of points and what the check found. */
import { checkReceipt } from './check-receipt.js'

const element = (name, className, text) => {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined && text !== null) made.textContent = text
  return made
}
const at = (id) => document.getElementById(id)
const pointsText = (points) => (points === null || points === undefined ? '未定' : String(points))

const SIGNS = { true: '✔', false: '✘', null: '○' }
/** Lines that only say where points went, or that none were lost, are not what people look for. */
const QUIET = ['exempt', 'rescale']

function showFindings({ findings, fingerprint }) {
  const isFalse = findings.some(({ ok }) => ok === false)
  const isOpen = findings.some(({ ok }) => ok === null)
  const verdict = at('verdict')
  verdict.className = isFalse ? 'wrong' : isOpen ? 'open' : 'right'
  verdict.textContent = isFalse ? '✘ 这份收据不可信' : isOpen ? '○ 没有发现问题，但签名没有核对' : '✔ 这份收据核对无误'
  const list = at('findings')
  list.textContent = ''
  for (const { ok, text } of findings) {
    const entry = element('li', ok === false ? 'wrong' : ok ? 'right' : 'open')
    entry.append(element('span', 'sign', SIGNS[String(ok)]), element('span', '', text))
    list.append(entry)
  }
  at('key').textContent = fingerprint ? `请把密钥指纹与主管部门公布的核对：${fingerprint}` : ''
}

function showSummary({ receipt }) {
  const rows = [
    ['被评对象', `${receipt.submission.name}（${receipt.submission.id}）`],
    ['封存编号', receipt.run],
    ['指标体系', `${receipt.ruleSet.id}@${receipt.ruleSet.effective}`],
    ['得分', `${pointsText(receipt.points)} / ${receipt.fullPoints}${receipt.grade ? `（${receipt.grade}）` : ''}`],
    ['双算核验', receipt.confirmedBy ? `通过（${receipt.confirmedBy}）` : '没有'],
    ['评分引擎', `${receipt.engine.version} ${receipt.engine.hash}`],
    ['填报指纹', receipt.submission.hash],
    ['指标体系指纹', receipt.ruleSet.hash],
    ['评分指纹', receipt.grading],
  ]
  const table = at('summary')
  table.textContent = ''
  for (const [name, value] of rows) {
    const row = element('tr')
    row.append(element('th', '', name), element('td', '', value))
    table.append(row)
  }
}

function showLine(body, line) {
  const row = element('tr', 'line')
  const cell = element('td')
  cell.append(element('div', '', line.reason))
  if (line.calculation) cell.append(element('div', 'note', `计算：${line.calculation}`))
  if (line.clause) cell.append(element('div', 'note', `依据：${line.clause}`))
  row.append(cell, element('td'), element('td', 'number', line.points === 0 ? '' : String(line.points)))
  body.append(row)
}

function showNode(body, node, depth) {
  const row = element('tr', depth === 0 ? 'block' : '')
  const label = element('td', '', node.label)
  label.style.paddingLeft = `${depth + 0.5}em`
  row.append(label, element('td', 'number', String(node.points)), element('td', 'number', pointsText(node.awarded)))
  body.append(row)
  for (const line of node.lines) if (line.points !== 0 && !QUIET.includes(line.effect)) showLine(body, line)
  for (const child of node.children) showNode(body, child, depth + 1)
}

function showAccount({ grading }) {
  const body = at('account')
  body.textContent = ''
  for (const node of grading.indicators) showNode(body, node, 0)
  for (const line of grading.overrides) showLine(body, line)
  const row = element('tr', 'total')
  row.append(
    element('td', '', `合计${grading.grade ? `（${grading.grade}）` : ''}`),
    element('td', 'number', String(grading.fullPoints)),
    element('td', 'number', pointsText(grading.points)),
  )
  body.append(row)
}

async function show(proof) {
  const unreadable = { findings: [{ ok: false, text: '收据不完整，读不懂。' }], fingerprint: null }
  showFindings(await checkReceipt(proof).catch(() => unreadable))
  at('content').hidden = true
  try {
    showSummary(proof)
    showAccount(proof)
    at('content').hidden = false
  } catch {
    // the findings say that it is no receipt
  }
  document.documentElement.dataset.checked = at('verdict').className
}

/** A receipt as JSON, or as a page like this one. */
function readProof(text) {
  const inPage = /<script type="application\/json" id="proof">([^<]*)<\/script>/.exec(text)
  try {
    return JSON.parse(inPage ? inPage[1] : text)
  } catch {
    return null
  }
}

at('file').addEventListener('change', async (event) => {
  const file = event.target.files[0]
  if (file) await show(readProof(await file.text()))
})
at('check').addEventListener('click', () => show(readProof(at('text').value)))
show(readProof(at('proof').textContent))
