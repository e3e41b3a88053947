/** How the page of a receipt looks, on a screen and printed. */
export const style = `
body {
  max-width: 60em;
  margin: 2em auto;
  padding: 0 1em;
  font:
    16px/1.6 'Noto Sans CJK SC',
    'Source Han Sans SC',
    'Microsoft YaHei',
    'PingFang SC',
    sans-serif;
  color: #1f2328;
  background: #fff;
}
h1 {
  font-size: 1.5em;
}
h2 {
  margin-top: 1.8em;
  font-size: 1.15em;
}
#verdict {
  padding: 0.6em 1em;
  border-radius: 6px;
  font-size: 1.15em;
  font-weight: 600;
}
#verdict.right {
  background: #e3f4e6;
  color: #0b4f1c;
}
#verdict.wrong {
  background: #fde4e1;
  color: #86140a;
}
#verdict.open {
  background: #fff3cd;
  color: #5c4400;
}
#key {
  overflow-wrap: anywhere;
}
#findings {
  padding: 0;
  list-style: none;
  overflow-wrap: anywhere;
}
.sign {
  display: inline-block;
  width: 1.6em;
}
li.wrong {
  color: #86140a;
  font-weight: 600;
}
table {
  width: 100%;
  border-collapse: collapse;
}
th,
td {
  padding: 0.25em 0.5em;
  border-bottom: 1px solid #d8dce0;
  text-align: left;
  vertical-align: top;
  overflow-wrap: anywhere;
}
#summary th {
  width: 8em;
  font-weight: 400;
  color: #4a5157;
}
.number {
  width: 5em;
  text-align: right;
  white-space: nowrap;
}
tr.block td,
tr.total td {
  font-weight: 600;
  background: #f3f5f7;
}
tr.line td {
  font-size: 0.9em;
  color: #86140a;
}
tr.line td:first-child {
  padding-left: 2.5em;
}
.note {
  color: #4a5157;
}
textarea {
  width: 100%;
  box-sizing: border-box;
  height: 6em;
  font: inherit;
}
@media print {
  .tools {
    display: none;
  }
}
`
