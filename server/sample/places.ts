import type { ThemeName } from './themes.ts'

/** Names of the offices of made-up districts; every name occurs once, however many are asked for. */

export interface Office {
  readonly name: string
  readonly district: string
  readonly theme: ThemeName
}

const BUREAUS: readonly (readonly [name: string, theme: ThemeName])[] = [
  ['区教育局', 'education'],
  ['区卫生健康局', 'health'],
  ['区民政局', 'welfare'],
  ['区人力资源和社会保障局', 'welfare'],
  ['区农业农村局', 'rural'],
  ['区水务局', 'rural'],
  ['区住房和城乡建设局', 'city'],
  ['区交通运输局', 'city'],
  ['区城市管理和综合执法局', 'city'],
  ['区应急管理局', 'safety'],
  ['区司法局', 'safety'],
  ['区市场监督管理局', 'market'],
  ['区科技工业商务和信息化局', 'market'],
  ['区文化广电旅游体育局', 'culture'],
  ['区财政局', 'office'],
  ['区发展和改革局', 'office'],
  ['区审计局', 'office'],
  ['区统计局', 'office'],
  ['区退役军人事务局', 'welfare'],
  ['区医疗保障局', 'health'],
  ['区政务服务和数据管理局', 'office'],
  ['区规划和自然资源局', 'city'],
  ['区生态环境局', 'rural'],
  ['区林业和园林局', 'rural'],
  ['区委办公室', 'office'],
  ['区人大常委会办公室', 'office'],
  ['区政府办公室', 'office'],
  ['区政协办公室', 'office'],
  ['区纪委监委', 'office'],
  ['区委组织部', 'office'],
  ['区委宣传部', 'culture'],
  ['区委统一战线工作部', 'office'],
  ['区委机构编制委员会办公室', 'office'],
  ['区委党校（区行政学院、区社会主义学院）', 'education'],
  ['区总工会', 'welfare'],
  ['共青团区委员会', 'education'],
  ['区妇女联合会', 'welfare'],
  ['区残疾人联合会', 'welfare'],
  ['区科学技术协会', 'market'],
  ['区供销合作联社', 'rural'],
  ['区红十字会', 'health'],
  ['区档案馆', 'office'],
  ['区融媒体中心', 'culture'],
  ['区机关事务管理局', 'office'],
  ['区公共资源交易和政府采购服务中心', 'market'],
  ['区空港经济和重大基础设施项目建设协调服务中心', 'city'],
  ['区国有资产监督管理局', 'market'],
  ['区投资促进局', 'market'],
  ['区来穗人员和出租屋服务管理局', 'street'],
  ['区土地开发储备中心', 'city'],
]
const TOWNS = [
  '清泉街道',
  '新桥街道',
  '秀水街道',
  '东湖街道',
  '南塘街道',
  '西苑街道',
  '北岭街道',
  '金沙街道',
  '凤翔街道',
  '云山街道',
  '石岗镇',
  '松涛镇',
  '梅林镇',
  '龙潭镇',
  '花桥镇',
  '赤岩镇',
  '白云洞镇',
  '青龙镇',
  '长岗镇',
  '大塘镇',
]
const TOWN_OFFICES: readonly (readonly [name: string, theme: ThemeName])[] = [
  ['', 'street'],
  ['综合保障中心', 'street'],
  ['党群服务中心', 'street'],
  ['综合行政执法队', 'safety'],
  ['社区卫生服务中心', 'health'],
  ['农业技术服务中心', 'rural'],
  ['文化体育服务中心', 'culture'],
  ['退役军人服务站', 'welfare'],
]
const DISTRICTS = [
  '云溪区',
  '南浦区',
  '东岳区',
  '西樵岭区',
  '北江区',
  '临港区',
  '高明湖区',
  '平澜区',
  '石门区',
  '青岚区',
]

const PER_DISTRICT = BUREAUS.length + TOWNS.length * TOWN_OFFICES.length

/** The office at a place in the list, from 0: first the bureaus of a district, then its streets and towns. */
export function officeAt(index: number): Office {
  const round = Math.floor(index / PER_DISTRICT)
  const district = DISTRICTS[round % DISTRICTS.length] ?? ''
  const lap = Math.floor(round / DISTRICTS.length)
  const [name, theme] = inDistrict(index % PER_DISTRICT)
  // the first district speaks of itself as 区…, the others by name
  const full = round === 0 ? name : `${district}${name.replace(/^区/, '')}`
  return { name: `${full}${lap === 0 ? '' : `（${lap + 1}）`}`, district, theme }
}

function inDistrict(index: number): readonly [string, ThemeName] {
  const bureau = BUREAUS[index]
  if (bureau) return bureau
  const rest = index - BUREAUS.length
  const town = TOWNS[rest % TOWNS.length] ?? ''
  const [office, theme] = TOWN_OFFICES[Math.floor(rest / TOWNS.length)] ?? ['', 'street']
  if (office !== '') return [`${town}${office}`, theme]
  return [town.endsWith('街道') ? `${town}办事处` : `${town}人民政府`, theme]
}
