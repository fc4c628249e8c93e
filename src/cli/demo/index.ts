export { demoAccounts, demoSchool, type DemoAccount, type DemoAccounts } from './demo-accounts.js';
export { seedDemo } from './seed-demo.js';
