using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrategyHost.Tests.Engine.Transport;

/// <summary>A certificate that nobody but these tests vouches for, and the trust that does.</summary>
sealed class TestRoot : IDisposable
{
    /// <summary>The one name that it is for; nobody but a test's proxy knows where that is.</summary>
    public const string Name = "venue.test";

    readonly RSA key = RSA.Create(2048);

    public TestRoot()
    {
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1));
        Trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
        };
        Trust.CustomTrustStore.Add(Certificate);
    }

    public X509Certificate2 Certificate { get; }

    public X509ChainPolicy Trust { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }
}
