/** What a person may be. One account may have several roles, with the limits of `roleConflict`. */
export const ROLES = [
  'ruleAdministrator',
  'reviewer',
  'department',
  'systemAdministrator',
  'securityAdministrator',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  ruleAdministrator: '规则管理员',
  reviewer: '复核人',
  department: '部门填报员',
  systemAdministrator: '系统管理员',
  securityAdministrator: '安全管理员',
  auditor: '审计员',
}

/** 三员: those who look after the service itself. Their sessions are shorter, and they need the second factor first. */
export const OFFICERS = ['systemAdministrator', 'securityAdministrator', 'auditor'] as const satisfies readonly Role[]

export const isOfficer = (roles: readonly Role[]): boolean => roles.some((role) => OFFICERS.some((one) => one === role))

/**
 * Why these roles cannot be held together, as a sentence; null when they can.
 * @param separation 三员分立 (GB/T 22239, level 3): no account holds two of the three
 */
export function roleConflict(roles: readonly Role[], separation: boolean): string | null {
  const officers = OFFICERS.filter((role) => roles.includes(role)).map((role) => ROLE_NAMES[role])
  if (separation && officers.length > 1) {
    return `三员分立：${officers.join('、')}不能由同一个账号担任，请分给不同的人。`
  }
  if (roles.includes('department') && roles.length > 1) {
    return '部门填报员只填报自己的部门，不能兼任其他角色，请另建账号。'
  }
  return null
}
