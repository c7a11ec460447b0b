namespace StrategyHost.Tests.Simulation;

/// <summary>What happens between venue and host; chances in per mille.</summary>
sealed record WireFaults
{
    public static WireFaults None { get; } = new();

    /// <summary>A frame never arrives.</summary>
    public int Drop { get; init; }

    /// <summary>A frame arrives twice.</summary>
    public int Duplicate { get; init; }

    /// <summary>A frame is overtaken by later ones.</summary>
    public int Reorder { get; init; }

    /// <summary>The connection is cut, in each step.</summary>
    public int Cut { get; init; }

    /// <summary>A REST answer never comes, or is refused by a server that is out of order.</summary>
    public int FailAnswer { get; init; }

    /// <summary>Longest time that a REST question or its answer is on the way.</summary>
    public TimeSpan AnswerDelay { get; init; }
}
