/** An account of the demo school. The password is public: such an account exists in a demo only. */
export interface DemoAccount {
  readonly role: 'instructor' | 'assistant' | 'learner' | 'guardian' | 'administrator';
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export type DemoAccounts = readonly DemoAccount[];

export const demoSchool = { slug: 'demo', name: 'Lyceum Demo School' } as const;

const PASSWORD = 'lyceum-demo';
const DOMAIN = 'demo.lyceum.example';

/** Made up; one from each of many places, because a class comes from many places. */
const learners = [
  'Amara Okafor',
  'Mateo Rivera',
  'Linnea Berg',
  'Hiroshi Tanaka',
  'Zainab Hussain',
  'Oliver Whitfield',
  'Priya Raman',
  'Kofi Mensah',
  'Sofia Moretti',
  'Emil Novák',
  'Leilani Kahale',
  'Yusuf Demir',
  'Chloé Lambert',
  'Tomasz Zieliński',
  'Nguyễn Minh Anh',
  'Aroha Ngata',
  'Daniel Cohen',
  'Fatima Zahra Alaoui',
  'Jonas Keller',
  'Isabela Duarte',
  'Wei Zhang',
  'Siobhan Murphy',
  'Arjun Singh Gill',
  'Mariam Petrosyan',
  'Noah Yazzie',
] as const;

/** The accounts of the demo school, known before there is one. Learners in the order of the class. */
export function demoAccounts(): DemoAccounts {
  const account = (role: DemoAccount['role'], name: string, number = 1): DemoAccount => ({
    role,
    name,
    email: `${role}${number === 1 ? '' : `-${number}`}@${DOMAIN}`,
    password: PASSWORD,
  });
  return [
    account('instructor', 'Grace Adeyemi'),
    account('assistant', 'Samuel Lindqvist'),
    ...learners.map((name, index) => account('learner', name, index + 1)),
    account('guardian', 'Ngozi Okafor'),
    account('administrator', 'Ruth Castellanos'),
  ];
}
