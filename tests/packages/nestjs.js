'use strict';

// NestJS as its users write it: TypeScript with decorators and their metadata, compiled by TypeScript.
const Module = require('node:module');
const ts = require('typescript');
const { line, json, ask } = require('./_http');

const source = `
import 'reflect-metadata';
import { Body, Controller, Get, Injectable, Module, Param, ParseIntPipe, Post, Query, NotFoundException, UseGuards, UseInterceptors, CanActivate, ExecutionContext, NestInterceptor, CallHandler, HttpCode, MiddlewareConsumer, OnModuleInit, OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { map } from 'rxjs/operators';

@Injectable()
class Store implements OnModuleInit, OnApplicationShutdown {
  private readonly items = new Map<number, string>();
  onModuleInit() { this.items.set(1, 'one'); }
  onApplicationShutdown(signal?: string) { console.log('shut down', signal); }
  find(id: number): string {
    const item = this.items.get(id);
    if (item === undefined) throw new NotFoundException('no ' + id);
    return item;
  }
  add(name: string): number { const id = this.items.size + 1; this.items.set(id, name); return id; }
}

@Injectable()
class Guard implements CanActivate {
  canActivate(context: ExecutionContext): boolean { return context.switchToHttp().getRequest().headers['x-key'] === 'open'; }
}

@Injectable()
class Wrapping implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) { return next.handle().pipe(map((data) => ({ data, handler: context.getHandler().name }))); }
}

@Controller('items')
@UseInterceptors(Wrapping)
class Items {
  constructor(private readonly store: Store) {}
  @Get(':id') one(@Param('id', ParseIntPipe) id: number, @Query('upper') upper?: string) { const name = this.store.find(id); return upper ? name.toUpperCase() : name; }
  @Post() @HttpCode(201) async add(@Body() body: { name: string }) { await null; return { id: this.store.add(body.name) }; }
  @Get('secret/it') @UseGuards(Guard) secret() { return 'secret'; }
  @Get('bug/it') bug() { throw new Error('bug'); }
}

@Module({ controllers: [Items], providers: [Store] })
class App {
  configure(consumer: MiddlewareConsumer) { consumer.apply((req: any, res: any, next: () => void) => { res.setHeader('x-middleware', 'yes'); next(); }).forRoutes(Items); }
}

export async function start() {
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}
`;

const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true } });
const compiled = new Module(`${__dirname}/nestjs-app.js`, module);
compiled.paths = module.paths;
compiled._compile(outputText, compiled.id);

compiled.exports.start().then(async (app) => {
  const { port } = app.getHttpServer().address();
  console.log(line(await ask(port, '/items/1?upper=1'), 'content-type', 'x-middleware'));
  console.log(line(await ask(port, '/items/9')));
  console.log(line(await ask(port, '/items/x')));
  console.log(line(await ask(port, '/items', json('POST', { name: 'two' }))));
  console.log(line(await ask(port, '/items/2')));
  console.log(line(await ask(port, '/items/secret/it')));
  console.log(line(await ask(port, '/items/secret/it', { headers: { 'x-key': 'open' } })));
  console.log(line(await ask(port, '/items/bug/it')));
  await app.close();
});
