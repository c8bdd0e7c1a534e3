using Earmark.Bench;
using Earmark.Cli.Output;

return await BenchCommand.RunAsync(args, Terminal.OfConsole());
