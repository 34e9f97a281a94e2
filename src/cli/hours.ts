import { runCommand } from './command';
import { main } from './hours/convert';

void runCommand('hours', main);
