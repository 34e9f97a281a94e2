import { Module } from '@nestjs/common';
import { Calculator } from './calculator';

/** Hands the calculator to those who inject it; the calculator itself knows nothing of Nest. */
@Module({ providers: [Calculator], exports: [Calculator] })
export class CalculatorModule {}
