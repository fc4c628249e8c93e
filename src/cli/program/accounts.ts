import { Option, type Command } from 'commander';

import { scopes, type Scope } from '../../services/actor.js';
import { createSchool } from '../commands/create-school.js';
import { createServiceAccount } from '../commands/create-service-account.js';
import { createUser } from '../commands/create-user.js';
import { readPassword, type PasswordSources } from '../terminal/read-password.js';
import { print, run, type CommandLine } from './command-line.js';

interface PasswordOptions {
  passwordStdin?: boolean;
  json?: boolean;
}

const passwordStdin = ['--password-stdin', 'read the password from standard input'] as const;
const asJson = ['--json', 'print the result as JSON'] as const;
const inSchool = ['--school <slug>', 'in this school; the only one by default'] as const;

export function addAccounts(program: Command, line: CommandLine): void {
  addSchool(program, line);
  addUser(program, line);
  addServiceAccount(program, line);
}

function addSchool(program: Command, line: CommandLine): void {
  program
    .command('school')
    .description('schools')
    .command('create')
    .description('open a school with its first administrator')
    .requiredOption('--slug <slug>', 'its name in addresses, such as north-high')
    .requiredOption('--name <name>', 'its name for people')
    .requiredOption('--admin-email <address>', 'e-mail address of the administrator')
    .requiredOption('--admin-name <name>', 'name of the administrator')
    .option(...passwordStdin)
    .option(...asJson)
    .addHelpText(
      'after',
      '\nThe password is asked for; without a terminal it comes from LYCEUM_ADMIN_PASSWORD or, with\n--password-stdin, from standard input.',
    )
    .action(
      async (
        options: PasswordOptions & {
          slug: string;
          name: string;
          adminEmail: string;
          adminName: string;
        },
      ) => {
        const { slug, name, adminEmail: email, adminName } = options;
        const password = await passwordOf(line, options, adminName, {
          name: 'LYCEUM_ADMIN_PASSWORD',
          value: line.adminPassword(),
        });
        const administrator = { email, name: adminName, password };
        const result = await run(line, createSchool, { slug, name, administrator });
        const text = `The school "${slug}" is open. ${adminName} signs in as ${email}.`;
        print(line, options.json, result, text);
      },
    );
}

function addUser(program: Command, line: CommandLine): void {
  program
    .command('user')
    .description('people')
    .command('create')
    .description('open an account for a person')
    .option(...inSchool)
    .requiredOption('--email <address>', 'e-mail address')
    .requiredOption('--name <name>', 'name')
    .option('--administrator', 'make this person an administrator of the school')
    .option(...passwordStdin)
    .option(...asJson)
    .action(
      async (
        options: PasswordOptions & {
          school?: string;
          email: string;
          name: string;
          administrator?: boolean;
        },
      ) => {
        const { school, email, name, administrator: isAdministrator = false } = options;
        const password = await passwordOf(line, options, name, null);
        const result = await run(line, createUser, {
          ...(school === undefined ? {} : { school }),
          email,
          name,
          password,
          isAdministrator,
        });
        const text = `${name} signs in to the school "${result.school}" as ${email}.`;
        print(line, options.json, result, text);
      },
    );
}

function addServiceAccount(program: Command, line: CommandLine): void {
  program
    .command('service-account')
    .description('accounts of other systems')
    .command('create')
    .description('open an account for a system and print its key, once')
    .option(...inSchool)
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--scope <scope...>', 'what the key may call')
        .choices(scopes)
        .makeOptionMandatory(),
    )
    .option(...asJson)
    .action(async (options: { school?: string; name: string; scope: Scope[]; json?: boolean }) => {
      const { school, name, scope, json } = options;
      const result = await run(line, createServiceAccount, {
        ...(school === undefined ? {} : { school }),
        name,
        scopes: scope,
      });
      const text = `The key of "${name}" in the school "${result.school}", shown now and never again:\n\n  ${result.key}\n`;
      print(line, json, result, text);
    });
}

function passwordOf(
  { input, messages }: CommandLine,
  { passwordStdin: fromInput = false }: PasswordOptions,
  of: string,
  variable: PasswordSources['variable'],
): Promise<string> {
  return readPassword({ fromInput, variable, input, output: messages, of });
}
