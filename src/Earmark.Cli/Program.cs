using Earmark.Cli;
using Earmark.Cli.Output;

return await CommandLine.RunAsync(args, Terminal.OfConsole());
