"""What the generator's shops sell: categories with goods in both languages, and what goods can be."""

from __future__ import annotations

# category: traits, then goods as "中文|English"; brands and shops are made up.
GOODS: dict[str, tuple[str, tuple[str, ...]]] = {
    "toys": ("", ("合金玩具汽车|Die-cast toy car", "木质积木一百粒|100 wooden blocks", "遥控挖掘机|Remote-control digger", "毛绒小熊|Plush bear")),
    "clothing": ("", ("纯棉短袖T恤|Cotton T-shirt", "亚麻衬衫|Linen shirt", "牛仔直筒裤|Straight jeans", "轻薄羽绒服|Light down jacket")),
    "shoes": ("", ("跑步鞋|Running shoes", "真皮板鞋|Leather sneakers", "防滑登山鞋|Hiking boots")),
    "cosmetics": ("unfit_if_opened", ("保湿面霜50克|Moisturiser 50 g", "防晒乳SPF50|Sunscreen SPF50", "丝绒口红|Velvet lipstick")),
    "food": ("food unfit_if_opened", ("坚果礼盒750克|Mixed nuts 750 g", "明前龙井100克|Longjing tea 100 g", "冻干草莓|Freeze-dried strawberries")),
    "fresh": ("food perishable", ("赣南脐橙5斤|Navel oranges 2.5 kg", "鲜活大闸蟹|Live hairy crabs", "云南鲜花束|Fresh flowers")),
    "appliances": ("durable", ("空气炸锅5升|Air fryer 5 l", "滚筒洗衣机|Washing machine", "无线吸尘器|Cordless vacuum", "电热水壶|Electric kettle")),
    "computers": ("durable", ("机械键盘|Mechanical keyboard", "27寸显示器|27-inch monitor", "无线鼠标|Wireless mouse", "固态硬盘1TB|SSD 1 TB")),
    "phones": ("durable unfit_if_used", ("智能手机8+256|Smartphone 8+256", "快充充电器|Fast charger", "手机钢化膜|Screen protector")),
    "home": ("", ("四件套床品|Bedding set", "记忆棉枕头|Memory-foam pillow", "北欧落地灯|Floor lamp", "收纳箱三只装|Storage boxes, 3")),
    "kitchen": ("", ("不粘炒锅32厘米|Non-stick wok 32 cm", "骨瓷餐具套装|Bone china set", "保温杯500毫升|Thermos 500 ml")),
    "books": ("", ("古文观止全注本|Classical prose, annotated", "儿童百科绘本|Children's encyclopedia", "民法典实用手册|Civil Code handbook")),
    "magazines": ("periodical", ("科学月刊|Science monthly", "国家地理风格画报|Geographic pictorial")),
    "digital": ("digital", ("视频会员年卡|Video membership, 1 year", "绘图软件授权|Drawing software licence")),
    "custom": ("made_to_order", ("照片定制马克杯|Mug with your photo", "刻字银项链|Engraved silver necklace", "全屋窗帘定制|Made-to-measure curtains")),
    "sports": ("", ("瑜伽垫|Yoga mat", "碳素羽毛球拍|Carbon badminton racket", "可调节哑铃|Adjustable dumbbell")),
    "mother_baby": ("unfit_if_opened", ("婴儿纸尿裤L码|Baby nappies L", "婴儿推车|Pushchair", "宽口奶瓶|Wide-neck bottle")),
    "pets": ("", ("全价猫粮2公斤|Cat food 2 kg", "宠物自动饮水机|Pet fountain", "狗狗牵引绳|Dog leash")),
}  # fmt: skip

SHOP_FIRST = (
    "山间",
    "清禾",
    "云上",
    "南巷",
    "知味",
    "木石",
    "拾光",
    "远帆",
    "青柚",
    "半亩",
    "北窗",
    "小满",
)
SHOP_LAST = ("优品店", "旗舰店", "生活馆", "商行", "工坊", "杂货铺", "专营店", "良品")
SHOP_EN_FIRST = (
    "Hillside", "Clearcrop", "Overcloud", "Southlane", "Goodtaste", "Woodstone", "Timekeep",
    "Farsail", "Greenpomelo", "Halfacre", "Northwindow", "Smallfull",
)  # fmt: skip
SHOP_EN_LAST = ("Select", "Flagship", "Living", "Trading", "Works", "General", "Store", "Goods")

CITIES = (
    ("北京", "11"), ("上海", "31"), ("广州", "44"), ("深圳", "44"), ("杭州", "33"), ("成都", "51"),
    ("武汉", "42"), ("西安", "61"), ("南京", "32"), ("重庆", "50"), ("长沙", "43"), ("昆明", "53"),
)  # fmt: skip

REVIEWS = {
    5: ("很满意，和描述一致。", "质量好，发货快。", "会回购。", ""),
    4: ("总体不错，包装一般。", "还可以。", ""),
    3: ("中规中矩。", "比预期慢了几天。", ""),
    2: ("有色差，勉强能用。", "客服回复慢。"),
    1: ("等了太久。", "和图片不一样。", "有异味，失望。"),
}
