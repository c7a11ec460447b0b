using System.Globalization;
using StrategyHost.Bench.Deflate;

// What per-message deflate costs and saves: RECORDING [FRAMES_A_SECOND, 1000]. A second process serves the recording's
// frames, with and without, as fast as they go and at a pace; see bench/README.md.
switch (args)
{
    case ["serve", var recording, var compressed, var frames, var rate]:
        return await Server.RunAsync(recording, bool.Parse(compressed), Number(frames), Number(rate));
    case [var recording]:
        return await Comparison.RunAsync(recording, rate: 1000);
    case [var recording, var rate]:
        return await Comparison.RunAsync(recording, Number(rate));
    default:
        await Console.Error.WriteLineAsync("usage: RECORDING [FRAMES_A_SECOND]");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
