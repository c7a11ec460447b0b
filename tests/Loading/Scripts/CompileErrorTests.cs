using System.Text;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>What is wrong with a script comes out at its file, line and column, in words an author can use.</summary>
public sealed class CompileErrorTests : IDisposable
{
    readonly ScriptBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("var x = 1\nLog(\"a\");", "test.csx(1,10): CS1002:")]
    [InlineData("var a = 1;\n  Nope();", "test.csx(2,3): CS0103:")]
    [InlineData("Log(5);", "test.csx(1,5): CS1503:")]
    [InlineData("OnBook(\"b:X\");", "test.csx(1,1): CS7036:")]
    [InlineData("OnBook(\"b:X\", book => Log(book.Nope));", "test.csx(1,32): CS1061:")]
    [InlineData("\t\tint i = \"é\";", "test.csx(1,11): CS0029:")]
    [InlineData("\"é😀\".Nope();", "test.csx(1,7): CS1061:")]
    [InlineData("#load \"missing.csx\"", "test.csx(1,7): CS1504:")]
    [InlineData("#r \"missing.dll\"", "test.csx(1,1): CS0006:")]
    [InlineData("unsafe { int* p = null; }", "test.csx(1,1): CS0227:")]
    public void An_error_is_reported_at_its_line_and_column(string script, string beginning)
    {
        Assert.StartsWith(beginning, bench.ErrorsOf(script)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OnBook(\"b:X\", async book => { await Task.Yield(); Log($\"{book.Mid}\"); });", "(1,21): CS4012:")]
    [InlineData("OnBook(\"b:X\", book => Task.Run(() => book.Mid));", "(1,38): CS9108:")]
    [InlineData("BookView kept;\nOnBook(\"b:X\", book => kept = book);", "(1,1): CS8345:")]
    [InlineData("var all = new List<BookView>();", "(1,5): CS9244:")]
    public void A_book_that_would_outlive_its_handler_is_refused_with_the_remedy(string script, string place)
    {
        var error = bench.ErrorsOf(script)[0];

        Assert.StartsWith("test.csx" + place, error, StringComparison.Ordinal);
        Assert.EndsWith("copy it first: book.Copy()", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onbook(\"b:X\", book => { });", "did you mean OnBook?")]
    [InlineData("OnBook(\"b:X\", book => Signal(\"x\", strength: book.Mid * 0.5));", "write 0.5m, or (double)price")]
    [InlineData("class A { void F() => Signal(\"x\"); }", "hand it what it needs")]
    [InlineData("#r \"nuget: Some.Package, 1.0.0\"", "#r \"lib/Some.dll\"")]
    [InlineData("namespace A { }", "declare types at the top level of the script")]
    public void A_usual_mistake_is_answered_with_its_remedy(string script, string remedy)
    {
        Assert.EndsWith(remedy, bench.ErrorsOf(script)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_reported_in_the_order_of_the_lines()
    {
        Assert.Equal(
            ["test.csx(1,1)", "test.csx(2,1)", "test.csx(2,8)"],
            bench.ErrorsOf("A();\nB();   C();").Select(error => error[..error.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void An_error_in_a_loaded_file_names_that_file()
    {
        bench.Folder.Write("lib/_shared.csx", "int Twice(int x) => x * 2;\nint bad = Nope;");

        var file = Path.Combine("lib", "_shared.csx");
        Assert.Equal(
            [$"{file}(2,11): CS0103: The name 'Nope' does not exist in the current context"],
            bench.ErrorsOf("#load \"lib/_shared.csx\"\nLog($\"{Twice(2)}\");"));
    }

    [Fact]
    public void A_loaded_file_that_cannot_be_text_is_an_error_at_the_line_that_loads_it()
    {
        bench.Folder.Write("_bad.csx", [0x56, 0xFF, 0xFE]);

        var error = bench.ErrorsOf("\n#load \"_bad.csx\"")[0];

        Assert.Contains("not UTF-8: save it as UTF-8", error, StringComparison.Ordinal);
        Assert.StartsWith("test.csx(2,", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_shown_as_the_user_named_it_or_relative_to_the_current_directory()
    {
        bench.Folder.Write("below/a.csx", "Nope();");
        using var elsewhere = new TempFolder();
        elsewhere.Write("b.csx", "Nope();");

        Assert.Equal("./below/../below/a.csx", FileOf("./below/../below/a.csx"));
        Assert.Equal(Path.Combine("below", "a.csx"), FileOf(bench.Folder["below/a.csx"]));
        Assert.Equal(elsewhere["b.csx"], FileOf(elsewhere["b.csx"]));

        string FileOf(string path) => bench.Compiler.Compile(path).Diagnostics[0].File;
    }

    [Fact]
    public void A_warning_is_kept_and_stops_nothing()
    {
        var compilation = bench.Compile("async Task F() { await Task.Yield(); }\nasync Task G() { F(); await F(); }");

        Assert.NotNull(compilation.Image);
        Assert.Equal("test.csx(2,18): CS4014", compilation.Diagnostics.Single().ToString()[..22]);
        Assert.False(compilation.Diagnostics[0].IsError);
    }

    public static TheoryData<string, byte[]?, string> UnusableFiles => new()
    {
        { "missing.csx", null, "missing.csx(1,1): SH1001: no such file: check its name and folder" },
        { "empty.csx", [], "empty.csx(1,1): SH1005: is empty: a strategy begins with OnBook(...)" },
        { "blank.csx", [.. "\ufeff \n"u8], "blank.csx(1,1): SH1005: is empty: a strategy begins with OnBook(...)" },
        { "latin.csx", [.. "a\n  // caf"u8, 0xE9, 10], "latin.csx(2,9): SH1006: is not UTF-8: save it as UTF-8" },
        {
            "utf16.csx", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Log")],
            "utf16.csx(1,4): SH1006: is not text (a zero byte): save it as UTF-8"
        },
        {
            "large.csx", new byte[(1 << 20) + 1],
            "large.csx(1,1): SH1004: is larger than 1 MiB: keep the data in a file and read that"
        },
    };

    [Theory]
    [MemberData(nameof(UnusableFiles))]
    public void A_file_that_cannot_be_a_script_is_a_diagnostic(string file, byte[]? bytes, string expected)
    {
        if (bytes is not null) bench.Folder.Write(file, bytes);

        Assert.Equal(expected, bench.Compiler.Compile(file).Diagnostics.Single().ToString());
    }

    [Fact]
    public void A_folder_is_not_a_script()
    {
        Directory.CreateDirectory(bench.Folder["folder.csx"]);

        Assert.Equal(
            "folder.csx(1,1): SH1002: is a folder: name a .csx file in it",
            bench.Compiler.Compile("folder.csx").Diagnostics.Single().ToString());
    }

    [Theory]
    [InlineData("(", "(1,501): SH1007: has more than 500 brackets open: close some")]
    [InlineData("A<", "(1,1002): SH1007: has more than 500 brackets open: close some")]
    public void A_script_nested_too_deeply_is_a_diagnostic(string opening, string expected)
    {
        Assert.Equal(["test.csx" + expected], bench.ErrorsOf(string.Concat(Enumerable.Repeat(opening, 100_000))));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("if(true)")]
    public void An_expression_without_an_end_is_a_diagnostic(string unit)
    {
        var script = "var x = " + string.Concat(Enumerable.Repeat(unit, 50_000));

        Assert.NotEmpty(bench.ErrorsOf(script));
    }

    [Theory]
    [InlineData("new StrategyHost.Loading.LoadingException(\"x\");", "CS0234")]
    [InlineData("Xunit.Assert.True(true);", "CS0103")]
    [InlineData("Microsoft.CodeAnalysis.SyntaxTree t;", "CS0234")]
    [InlineData("System.Diagnostics.Process.Start(\"x\");", "CS1069")]
    public void A_script_sees_neither_the_host_nor_what_the_host_uses(string script, string code)
    {
        Assert.Contains($": {code}:", bench.ErrorsOf(script)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_a_compile()
    {
        bench.Folder.Write("test.csx", "Log(\"x\");");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => bench.Compiler.Compile("test.csx", cancelled.Token));
    }
}
