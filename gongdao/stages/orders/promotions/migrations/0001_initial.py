"""Coupons, bundles, gifts and reductions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables of a new room."""

    initial = True

    dependencies = [
        ('listings', '0004_kinds'),
        ('orders', '0003_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.CharField(max_length=31, primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('merchant', models.CharField(max_length=31)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(max_length=80)),
                ('currency', models.CharField(max_length=3)),
                ('price_minor', models.BigIntegerField()),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('currency__in', ['BRL', 'CNY', 'EUR', 'GBP', 'HKD', 'JPY', 'USD'])), name='bundle_currency_known'), models.CheckConstraint(condition=models.Q(('price_minor__gt', 0)), name='bundle_real')],
            },
        ),
        migrations.CreateModel(
            name='Coupon',
            fields=[
                ('id', models.CharField(max_length=31, primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('merchant', models.CharField(max_length=31, null=True)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(max_length=80)),
                ('currency', models.CharField(max_length=3)),
                ('off_minor', models.BigIntegerField()),
                ('threshold_minor', models.BigIntegerField()),
                ('audience', models.CharField(max_length=12)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('stacks', models.BooleanField()),
                ('each_most', models.IntegerField()),
                ('in_all', models.IntegerField()),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['marketplace', '-id'], name='coupon_shelf')],
                'constraints': [models.CheckConstraint(condition=models.Q(('currency__in', ['BRL', 'CNY', 'EUR', 'GBP', 'HKD', 'JPY', 'USD'])), name='coupon_currency_known'), models.CheckConstraint(condition=models.Q(('each_most__gt', 0), ('in_all__gt', 0), ('off_minor__gt', 0), ('threshold_minor__gt', models.F('off_minor')), ('until__gt', models.F('since'))), name='coupon_real'), models.CheckConstraint(condition=models.Q(('audience__in', ['everyone', 'first_order'])), name='coupon_audience_known')],
            },
        ),
        migrations.CreateModel(
            name='BundlePart',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('quantity', models.IntegerField()),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='promotions.bundle')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundled', to='listings.listing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('bundle'), models.F('listing'), name='bundle_part_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('quantity__lte', 100)), name='bundle_part_counts')],
            },
        ),
        migrations.CreateModel(
            name='GiftOffer',
            fields=[
                ('id', models.CharField(max_length=31, primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('merchant', models.CharField(max_length=31)),
                ('currency', models.CharField(max_length=3)),
                ('stated_minor', models.BigIntegerField()),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_with', to='listings.listing')),
                ('main', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='listings.listing')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('currency__in', ['BRL', 'CNY', 'EUR', 'GBP', 'HKD', 'JPY', 'USD'])), name='gift_currency_known'), models.UniqueConstraint(models.F('main'), models.F('gift'), condition=models.Q(('ended_at', None)), name='gift_open_once'), models.CheckConstraint(condition=models.Q(('stated_minor__gt', 0), models.Q(('main', models.F('gift')), _negated=True)), name='gift_real')],
            },
        ),
        migrations.CreateModel(
            name='Reduction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('kind', models.CharField(max_length=8)),
                ('source', models.CharField(max_length=31)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(max_length=80)),
                ('off_minor', models.BigIntegerField()),
                ('platform_minor', models.BigIntegerField()),
                ('threshold_minor', models.BigIntegerField(null=True)),
                ('parts', models.JSONField(default=dict)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reductions', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('order'), models.F('source'), name='reduction_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['bundle', 'coupon']), ('off_minor__gt', 0), ('platform_minor__gte', 0), ('platform_minor__lte', models.F('off_minor'))), name='reduction_real')],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.CharField(max_length=31, primary_key=True, serialize=False)),
                ('marketplace', models.CharField(max_length=31)),
                ('holder', models.CharField(max_length=31)),
                ('taken_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='promotions.coupon')),
                ('in_place_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('used_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(fields=['holder', '-id'], name='voucher_by_holder')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('used_at', None), ('used_in', None)), models.Q(('used_at__isnull', False), ('used_in__isnull', False)), _connector='OR'), name='voucher_used_has_moment'), models.UniqueConstraint(models.F('coupon'), models.F('in_place_of'), name='voucher_given_back_once')],
            },
        ),
    ]
