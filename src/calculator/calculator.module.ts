import { Module } from '@nestjs/common';
import { Calculator } from './calculator';

/** Provides the calculator for injection; the calculator itself does not depend on Nest. */
@Module({ providers: [Calculator], exports: [Calculator] })
export class CalculatorModule {}
