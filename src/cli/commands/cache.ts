import type { Command } from 'commander';

export function addCache(_program: Command): void {}
