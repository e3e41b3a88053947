/** What the departments of a sample district do: their own indicators and projects, by field of work. */

export interface IndicatorTemplate {
  readonly name: string
  readonly group: '产出指标' | '效益指标'
  readonly level2: string
  readonly direction: '>=' | '<='
  readonly unit: string
  /** Typical annual target; the sample varies it unless the unit is %. */
  readonly target: number
}

export interface Theme {
  readonly indicators: readonly IndicatorTemplate[]
  readonly projects: readonly string[]
}

const quantity = (name: string, target: number, unit: string): IndicatorTemplate => ({
  name,
  group: '产出指标',
  level2: '数量指标',
  direction: '>=',
  unit,
  target,
})
const quality = (name: string, target: number, level2 = '质量指标'): IndicatorTemplate => ({
  ...quantity(name, target, '%'),
  level2,
})
const benefit = (name: string, target: number, unit = '%', level2 = '社会效益指标'): IndicatorTemplate => ({
  ...quantity(name, target, unit),
  group: '效益指标',
  level2,
})
const atMost = (template: IndicatorTemplate): IndicatorTemplate => ({ ...template, direction: '<=' })

/** What any department may promise. */
export const COMMON: readonly IndicatorTemplate[] = [
  quality('重点工作任务完成率', 95),
  quality('工作任务按时完成率', 95, '时效指标'),
  quantity('业务培训场次', 6, '场次'),
  atMost(quantity('办件平均用时', 5, '个工作日')),
  benefit('群众投诉办结率', 98),
  benefit('政策知晓率', 85),
  atMost(benefit('有责投诉件数', 10, '件')),
]

export const THEMES = {
  education: {
    indicators: [
      quantity('教师培训人次', 2600, '人次'),
      quantity('新增公办学位', 1800, '个'),
      quality('义务教育巩固率', 98),
      quality('校舍安全检查覆盖率', 100),
      benefit('家庭经济困难学生资助覆盖率', 100),
      benefit('学生体质健康优良率', 55),
    ],
    projects: ['义务教育学校校舍维修改造', '教师继续教育培训经费', '家庭经济困难学生资助', '校园安全保卫经费'],
  },
  health: {
    indicators: [
      quantity('家庭医生签约人数', 120000, '人'),
      quantity('适龄妇女“两癌”筛查人数', 9500, '人'),
      quality('高血压患者规范管理率', 70),
      quality('适龄儿童疫苗接种率', 95),
      benefit('居民健康档案建档率', 90),
      atMost(benefit('孕产妇死亡率', 9, '1/10万')),
    ],
    projects: [
      '基本公共卫生服务',
      '妇女“两癌”免费筛查',
      '基层医疗卫生机构能力提升',
      '重大传染病防控经费',
      '严重精神障碍患者救治救助',
    ],
  },
  welfare: {
    indicators: [
      quantity('居家养老服务人次', 36000, '人次'),
      quantity('城镇新增就业人数', 12000, '人'),
      quality('低保对象应保尽保率', 100),
      quality('补助资金按时发放率', 100, '时效指标'),
      benefit('困难群众救助覆盖率', 100),
      benefit('就业困难人员再就业率', 70),
    ],
    projects: [
      '困难群众基本生活救助',
      '居家和社区养老服务',
      '就业创业补助',
      '残疾人康复和就业扶持',
      '优抚对象抚恤补助',
    ],
  },
  rural: {
    indicators: [
      quantity('建设高标准农田面积', 3200, '亩'),
      quantity('农技推广培训人次', 1500, '人次'),
      quality('农产品质量安全监测合格率', 98),
      quality('河道水质达标率', 90),
      benefit('农村居民人均可支配收入增长率', 6, '%', '经济效益指标'),
      benefit('农村生活污水治理率', 85, '%', '生态效益指标'),
    ],
    projects: ['高标准农田建设', '农村人居环境整治', '小型水库除险加固', '动物疫病防控', '林业有害生物防治'],
  },
  city: {
    indicators: [
      quantity('道路养护里程', 420, '公里'),
      quantity('老旧小区改造数量', 12, '个'),
      quality('道路清扫保洁合格率', 95),
      quality('工程质量验收合格率', 100),
      benefit('生活垃圾回收利用率', 40, '%', '生态效益指标'),
      atMost(benefit('内涝积水点数量', 6, '处')),
    ],
    projects: ['市政道路日常养护', '城镇老旧小区改造', '环卫保洁服务采购', '公共绿地管养', '排水管网清疏修复'],
  },
  safety: {
    indicators: [
      quantity('开展安全检查次数', 900, '次'),
      quantity('矛盾纠纷调解件数', 1600, '件'),
      quality('隐患整改完成率', 98),
      quality('案件按期办结率', 96, '时效指标'),
      benefit('群众安全感', 95),
      atMost(benefit('生产安全事故起数', 20, '起')),
    ],
    projects: [
      '基层社会治理业务经费',
      '应急救援物资储备',
      '公共法律服务体系建设',
      '视频监控系统运行维护',
      '消防安全专项整治',
    ],
  },
  market: {
    indicators: [
      quantity('食品安全抽检批次', 4200, '批次'),
      quantity('服务企业走访次数', 600, '次'),
      quality('抽检不合格产品处置率', 100),
      quality('惠企政策兑现率', 95),
      benefit('新登记经营主体增长率', 5, '%', '经济效益指标'),
      benefit('企业诉求办结率', 95),
    ],
    projects: ['食品药品监督抽检', '中小企业发展扶持', '招商引资工作经费', '质量强区和标准化奖励', '科技创新券兑现'],
  },
  culture: {
    indicators: [
      quantity('公益性文化活动场次', 260, '场次'),
      quantity('公共图书馆新增藏书', 15000, '册'),
      quality('文物保护单位巡查覆盖率', 100),
      quality('宣传稿件采用率', 80),
      benefit('公共文化服务参与人次', 45, '万人次'),
      benefit('全民健身场地开放率', 95),
    ],
    projects: [
      '公共文化服务体系建设',
      '非物质文化遗产保护',
      '全民健身设施维护',
      '图书馆总分馆运行',
      '新时代文明实践活动',
    ],
  },
  office: {
    indicators: [
      quantity('调研报告数量', 12, '篇'),
      quantity('督办事项数量', 180, '项'),
      quality('公文按时办结率', 98, '时效指标'),
      quality('档案规范化归档率', 100),
      benefit('机关运行保障满意率', 90),
      benefit('建议提案办理答复率', 100),
    ],
    projects: ['信息化系统运行维护', '办公用房维修改造', '干部教育培训', '档案数字化'],
  },
  street: {
    indicators: [
      quantity('网格巡查次数', 5200, '次'),
      quantity('社区服务活动场次', 320, '场次'),
      quality('网格事件按期办结率', 97, '时效指标'),
      quality('退役军人服务站达标率', 100),
      benefit('居民对社区服务满意率', 88),
      benefit('垃圾分类参与率', 80, '%', '生态效益指标'),
    ],
    projects: [
      '社区综合服务中心运营',
      '城中村综合整治',
      '网格化管理专项经费',
      '综合行政执法辅助服务',
      '党群服务中心运行',
    ],
  },
} as const satisfies Record<string, Theme>

export type ThemeName = keyof typeof THEMES
